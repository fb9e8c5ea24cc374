-- Loaded by wrk. It connects to the address that was resolved once, whatever the URL's host is called, and at the end it
-- writes what was counted in full where wrk itself prints rounded figures.

function wrk.resolve()
  wrk.addrs = wrk.lookup(os.getenv("FRESHET_ADDRESS"), os.getenv("FRESHET_PORT"))
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("freshet summary %d %d %d\n", summary.duration, summary.requests, summary.bytes))
  io.write(string.format("freshet errors %d %d %d %d %d\n",
    errors.connect, errors.read, errors.write, errors.status, errors.timeout))
  for i = 1, #latency do
    io.write(string.format("freshet latency %d %d\n", latency(i)))
  end
end
