package dev.freshet.compare.report;

/** How the page looks, in light and in dark, on a desk and on a phone. Immutable. */
final class ReportStyle {
    /** The page's style sheet, without that of its charts. */
    static final String CSS = """
            :root { color-scheme: light dark; --ink: #111827; --soft: #4b5563; --line: #e2e5ea; --paper: #ffffff;
              --card: #f8f9fb; --accent: #0f766e; --warn: #92400e; --warn-paper: #fef6e7; }
            @media (prefers-color-scheme: dark) { :root { --ink: #f0f3f6; --soft: #a3adba; --line: #2c333d;
              --paper: #0f1318; --card: #161b22; --accent: #35b8ab; --warn: #f0c274; --warn-paper: #2a2112; } }
            * { box-sizing: border-box; }
            body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, -apple-system,
              "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; -webkit-text-size-adjust: 100%; }
            main { max-width: 64rem; margin: 0 auto; padding: 2rem 1.25rem 3rem; }
            .kicker { margin: 0 0 .25rem; color: var(--accent); font-weight: 600; font-size: .875rem; }
            h1 { margin: 0 0 .5rem; font-size: clamp(1.6rem, 4.5vw, 2.5rem); line-height: 1.15; text-wrap: balance; }
            h2 { margin: 2.25rem 0 .75rem; font-size: 1.125rem; }
            p { margin: 0 0 .75rem; max-width: 46rem; }
            .basis { color: var(--soft); font-size: 1.0625rem; }
            .notes { margin: 1.25rem 0; padding: .75rem 1rem .75rem 2rem; border-radius: 8px;
              background: var(--warn-paper); color: var(--warn); }
            .notes li { margin: .15rem 0; }
            .charts { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); }
            figure { margin: 0; padding: 1rem; border: 1px solid var(--line); border-radius: 10px; background: var(--card); }
            figure.wide { grid-column: 1 / -1; }
            figure svg { display: block; width: 100%; height: auto; margin: 0 auto; }
            figure.half svg, figure.slim svg { max-width: 34rem; }
            figure.slim { display: none; }
            @media (max-width: 56rem) { figure.wide { display: none; } figure.slim { display: block; } }
            .scroll { overflow-x: auto; }
            table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
            caption { text-align: left; color: var(--soft); font-size: .875rem; padding-bottom: .5rem; }
            th, td { padding: .45rem .75rem; border-bottom: 1px solid var(--line); text-align: right; vertical-align: top; }
            th:first-child, td:first-child { text-align: left; padding-left: 0; }
            th { font-weight: 500; color: var(--soft); }
            thead th { font-size: .875rem; }
            td.front { font-weight: 600; }
            dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .35rem 1.25rem; margin: 0; }
            dt { color: var(--soft); }
            dd { margin: 0; overflow-wrap: anywhere; }
            pre { margin: .5rem 0 0; padding: .85rem 1rem; border: 1px solid var(--line); border-radius: 8px;
              background: var(--card); overflow-x: auto; font: .875rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas,
              monospace; }
            .fine { color: var(--soft); font-size: .875rem; }
            @media (max-width: 30rem) { main { padding: 1.25rem 1rem 2rem; } th, td { padding: .4rem .4rem; }
              figure { padding: .75rem; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } }
            @media print { figure, pre { break-inside: avoid; } }
            """;

    private ReportStyle() {}
}
