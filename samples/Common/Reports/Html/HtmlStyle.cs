namespace CnnGen.Samples.Reports.Html;

/// <summary>How pages look: on light and on dark, on phones and on paper.</summary>
internal static class HtmlStyle
{
    /// <summary>The style sheet.</summary>
    public const string Sheet =
        """
        :root { color-scheme: light dark; --ink: #222; --soft: #5b616e; --line: #d9dce1; --page: #fff; --box: #f5f6f8; --link: #0b5cad }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e3e5ea; --soft: #a3a9b5; --line: #363a43; --page: #16181d; --box: #1e2128; --link: #79b8ff }
        }
        * { box-sizing: border-box }
        body { margin: 0 auto; padding: 1rem 1rem 4rem; max-width: 62rem; background: var(--page); color: var(--ink);
          font: 1rem/1.5 system-ui, 'DejaVu Sans', sans-serif }
        h1 { font-size: 1.7rem; line-height: 1.2; margin: 1rem 0 .25rem }
        h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem; padding-top: .5rem; border-top: 1px solid var(--line) }
        p { margin: .5rem 0; max-width: 46rem } .soft, figcaption, caption { color: var(--soft); font-size: .875rem }
        a { color: var(--link) }
        nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: 1rem 0; padding: 0; list-style: none; font-size: .9rem }
        .scroll { overflow-x: auto; max-width: 100% }
        table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; margin: .75rem 0 }
        caption { text-align: left; padding-bottom: .25rem }
        th, td { padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); text-align: right; font-weight: 400 }
        th[scope=row], td.text, th.text, table.words td { text-align: left } th[scope=col] { color: var(--soft); vertical-align: bottom }
        th[scope=col]:first-child, table.words th { text-align: left } table.words td { overflow-wrap: anywhere }
        tbody.total th, tbody.total td { font-weight: 600 }
        table.words { width: 100%; max-width: 54rem; table-layout: fixed }
        table.words th { width: 30%; color: var(--soft); vertical-align: top }
        .scroll th[scope=row], .scroll td { white-space: nowrap }
        figure { margin: .75rem 0 } figcaption { line-height: 1.3; margin-top: .25rem }
        .chart img { max-width: 100%; height: auto } .chart.wide img { min-width: 30rem } .chart.large img { width: 26rem }
        .pictures { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)) }
        .pictures figure { margin: 0 } .pictures img { image-rendering: pixelated; width: 5.25rem; height: auto; border-radius: 3px }
        .pictures .pair img + img { margin-left: .25rem } .pictures.pairs { grid-template-columns: repeat(auto-fill, minmax(11.5rem, 1fr)) }
        details summary { cursor: pointer; color: var(--link) }
        pre { overflow-x: auto; padding: .75rem; background: var(--box); border-radius: 4px; font-size: .75rem; line-height: 1.35 }
        code { font-size: .85em }
        @media (max-width: 30rem) { table { font-size: .8rem } th, td { padding-right: .4rem } }
        @media print {
          body { max-width: none; padding: 0; font-size: 10pt } nav, details { display: none } .scroll { overflow: visible }
          .chart.wide img { min-width: 0 } figure, tr { break-inside: avoid } h2 { break-after: avoid }
        }
        """;
}
