package dev.freshet.tls;

import dev.freshet.observe.Clock;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.util.IPAddress;
import org.jspecify.annotations.Nullable;

/**
 * A private authority and a certificate for {@code localhost}, for development: {@code ca.crt}, {@code ca.key},
 * {@code localhost.crt}, {@code localhost.key} in one folder. What is there is kept, unless the caller says otherwise; only
 * what was made here is renewed, with the names it has, when it has expired. Confined to one caller.
 */
public final class DevelopmentCertificates {
    private static final List<String> ALWAYS_NAMED = List.of("localhost", "127.0.0.1", "::1");

    private static final Pattern DNS_NAME = Pattern.compile(
            "(\\*\\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*", Pattern.CASE_INSENSITIVE);

    private final Path directory;
    private final List<String> extraNames;
    private final boolean replace;
    private final Instant now;
    private final List<Path> written = new ArrayList<>();

    /**
     * What is in the folder now. Immutable.
     *
     * @param authority the certificate for clients to trust, as by {@code curl --cacert}; null when the certificate for
     *     localhost is not of our making
     * @param chain for a listener
     * @param key for a listener
     * @param written what was not there before or has been replaced
     */
    public record Result(@Nullable Path authority, Path chain, Path key, List<Path> written) {

        /** Copies the list. */
        public Result {
            written = List.copyOf(written);
        }
    }

    private DevelopmentCertificates(Path directory, List<String> extraNames, boolean replace, Instant now) {
        this.directory = directory;
        this.extraNames = List.copyOf(extraNames);
        this.replace = replace;
        this.now = now;
    }

    /**
     * Makes what is missing.
     *
     * @param directory made when absent
     * @param extraNames DNS names and IP addresses besides localhost, 127.0.0.1 and ::1
     * @param replace whether to make everything anew
     * @throws TlsProblemException when what is there cannot be used, or the folder cannot be written
     * @throws LackingNamesException when what was made here earlier lacks one of {@code extraNames}; nothing was changed
     */
    public static Result ensure(Path directory, List<String> extraNames, boolean replace, Clock clock)
            throws TlsProblemException, LackingNamesException {
        Instant now = Instant.ofEpochMilli(clock.epochMillis());
        return new DevelopmentCertificates(directory, extraNames, replace, now).ensure();
    }

    private Result ensure() throws TlsProblemException, LackingNamesException {
        checkNames();
        try {
            Files.createDirectories(directory);
            LoadedCertificate authority = existing("ca.crt", "ca.key");
            LoadedCertificate leaf = existing("localhost.crt", "localhost.key");
            if (leaf != null && (authority == null || !CertificateChain.issued(authority.leaf(), leaf.leaf()))) {
                return result(null);
            }
            List<String> named = leaf == null ? List.of() : DevelopmentAuthority.names(leaf.leaf());
            refuseLacking(leaf, named);
            LoadedCertificate issuer = authority == null || expired(authority.leaf()) ? newAuthority() : authority;
            if (!issuer.equals(authority) || leaf == null || expired(leaf.leaf())) {
                write(DevelopmentAuthority.issue(issuer, allNames(named), now), "localhost.crt", "localhost.key");
            }
            return result(file("ca.crt"));
        } catch (IOException e) {
            throw new TlsProblemException(directory + " " + reason(e) + " (expected: a folder this user may write)", e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new TlsProblemException(directory + ": " + HandshakeReason.rootMessage(e), e);
        }
    }

    /** Their messages are often the path alone, which is said already. */
    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> "may not be written";
            case FileAlreadyExistsException _ -> "is no folder";
            case FileSystemException file when file.getReason() == null -> "cannot be made";
            case FileSystemException file -> "cannot be written: " + file.getReason();
            default -> "cannot be written: " + HandshakeReason.rootMessage(e);
        };
    }

    private Result result(@Nullable Path authority) {
        return new Result(authority, file("localhost.crt"), file("localhost.key"), written);
    }

    /** Whoever made a certificate for other names needs them still; to replace it would drop them. */
    private void refuseLacking(@Nullable LoadedCertificate leaf, List<String> named) throws LackingNamesException {
        List<String> lacking = extraNames.stream()
                .filter(each -> !named.contains(DevelopmentAuthority.canonical(each)))
                .toList();
        if (leaf != null && !lacking.isEmpty()) {
            throw new LackingNamesException(file("localhost.crt").toString(), named, lacking);
        }
    }

    /** Those of every certificate, those asked for, and those of the one to be renewed; each once. */
    private List<String> allNames(List<String> named) {
        Set<String> all = new LinkedHashSet<>();
        Stream.of(ALWAYS_NAMED, extraNames, named)
                .flatMap(List::stream)
                .map(DevelopmentAuthority::canonical)
                .forEach(all::add);
        return List.copyOf(all);
    }

    /** Whether a certificate may be asked for {@code name}: a DNS name or an IP address. */
    public static boolean mayName(String name) {
        return IPAddress.isValid(name) || DNS_NAME.matcher(name).matches();
    }

    private void checkNames() throws TlsProblemException {
        for (String name : extraNames) {
            if (!mayName(name)) {
                throw new TlsProblemException("names: " + name + " (expected: a DNS name or an IP address)");
            }
        }
    }

    /** What is there and stays; null when there is nothing or it is to be replaced. */
    private @Nullable LoadedCertificate existing(String certificate, String key) throws TlsProblemException {
        return replace || absent(certificate, key) ? null : load(certificate, key);
    }

    private LoadedCertificate newAuthority() throws IOException, GeneralSecurityException, OperatorCreationException {
        LoadedCertificate authority = DevelopmentAuthority.create(now);
        write(authority, "ca.crt", "ca.key");
        return authority;
    }

    private LoadedCertificate load(String certificate, String key) throws TlsProblemException {
        List<X509Certificate> chain = CertificateChain.read(directory.toString(), file(certificate));
        LoadedCertificate loaded = new LoadedCertificate(
                directory.toString(), chain, PrivateKeyFile.read(directory.toString(), file(key)));
        if (!CertificateReader.belong(loaded.key(), loaded.leaf())) {
            throw new TlsProblemException(directory + ": " + key + " does not belong to " + certificate
                    + " (expected: a pair; replacing makes a new one)");
        }
        return loaded;
    }

    /** Whether neither file is there; one alone is a problem. */
    private boolean absent(String certificate, String key) throws TlsProblemException {
        boolean first = Files.exists(file(certificate));
        boolean second = Files.exists(file(key));
        if (first != second) {
            throw new TlsProblemException(directory + ": " + (first ? key : certificate) + " is missing beside "
                    + (first ? certificate : key) + " (expected: both or neither; replacing makes new ones)");
        }
        return !first;
    }

    private boolean expired(X509Certificate certificate) {
        return now.isAfter(certificate.getNotAfter().toInstant());
    }

    private void write(LoadedCertificate certificate, String chainName, String keyName)
            throws IOException, CertificateEncodingException {
        PemWriting.write(file(keyName), "PRIVATE KEY", certificate.key().getEncoded(), true);
        written.add(file(keyName));
        PemWriting.write(file(chainName), "CERTIFICATE", certificate.leaf().getEncoded(), false);
        written.add(file(chainName));
    }

    private Path file(String name) {
        return directory.resolve(name);
    }
}
