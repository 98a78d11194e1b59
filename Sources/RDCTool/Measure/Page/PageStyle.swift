/// The page's one style sheet; dark where the reader's system is.
enum PageStyle {
  static let sheet = """

    :root{--page:#f6f6f4;--card:#ffffff;--ink:#1d1f23;--dim:#5d626b;
    --rule:#e2e2df;--accent:#0072b2;--second:#d55e00;--third:#8a8f98}
    @media (prefers-color-scheme:dark){:root{--page:#0e0f12;--card:#16181c;
    --ink:#eceef1;--dim:#a2a8b2;--rule:#2b2f36;--accent:#56b4e9;
    --second:#ff9a52;--third:#7b818c}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--page);color:var(--ink);
    font:16px/1.5 system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif}
    main{max-width:1360px;margin:0 auto;padding:32px 24px 48px}
    h1{font-size:22px;margin:0 0 20px;font-weight:600}
    h2{font-size:18px;margin:0 0 14px;font-weight:600}
    header,section{background:var(--card);border:1px solid var(--rule);
    border-radius:12px;padding:24px;margin-bottom:20px}
    .numbers{display:flex;flex-wrap:wrap;gap:16px 48px}
    .number b{display:block;font-size:34px;font-weight:600;line-height:1.15;
    font-variant-numeric:tabular-nums}
    .number.main b{color:var(--accent);font-size:46px;line-height:.98}
    .number small{font-size:.6em}.number span{color:var(--dim);font-size:14px}
    .bar{display:flex;height:18px;margin:22px 0 10px;gap:2px;
    border-radius:5px;overflow:hidden}
    .bar span{flex-basis:0;min-width:3px}
    .ideal{background:var(--accent)}.coder{background:var(--third)}
    .header{background:var(--second)}
    .legend{list-style:none;display:flex;flex-wrap:wrap;gap:4px 28px;
    margin:0;padding:0;font-size:14px;color:var(--dim)}
    .legend i{display:inline-block;width:11px;height:11px;border-radius:3px;
    margin-right:7px}
    .legend b{color:var(--ink);font-variant-numeric:tabular-nums}
    .scroll{overflow-x:auto}
    table{border-collapse:collapse}
    .note{color:var(--dim);font-size:14px;margin:12px 0 0;max-width:76ch}
    .samples th{font-weight:500;text-align:left;padding-right:14px;
    white-space:nowrap;font-size:14px;color:var(--dim)}
    .samples td{padding:2px;position:relative}
    .samples td:last-child{padding-right:4px}
    .samples tr:first-child td{padding-bottom:12px}
    .samples img{display:block;width:50px;height:auto;border-radius:4px;
    image-rendering:pixelated}
    .samples.large img{width:auto;image-rendering:auto}
    .samples .wrong img{outline:2px solid var(--second)}
    .samples em{position:absolute;right:3px;bottom:3px;font:600 12px/1 inherit;
    background:var(--second);color:#16181c;padding:1px 4px;border-radius:3px;
    font-style:normal;font-size:12px;line-height:15px}
    .figures{width:100%;font-variant-numeric:tabular-nums}
    .figures th,.figures td{padding:9px 12px;text-align:right;
    border-bottom:1px solid var(--rule);white-space:nowrap}
    .figures th:first-child{text-align:left;padding-left:0}
    .figures thead th{font-weight:500;color:var(--dim);font-size:14px}
    .figures tbody th{font-weight:600}
    .figures tbody b{color:var(--accent);font-weight:600}
    .figures tfoot{color:var(--dim)}
    .figures tfoot th{font-weight:400}.figures tfoot th,.figures tfoot td{
    border-bottom:0}
    .plots{display:flex;flex-wrap:wrap;gap:16px}
    figure{margin:0;flex:1 1 440px}
    figure svg{display:block;width:100%;height:auto}
    .matrices{display:grid;gap:24px 20px;margin-top:16px;
    grid-template-columns:repeat(auto-fit,minmax(260px,1fr))}
    .matrix{font-size:11px;font-variant-numeric:tabular-nums;width:100%;
    table-layout:fixed}
    .matrix caption{text-align:left;font-weight:600;font-size:15px;
    padding-bottom:6px}
    .matrix caption small{font-weight:400;color:var(--dim);margin-left:8px}
    .matrix th{font-weight:400;color:var(--dim);height:25px}
    .matrix tbody td{border:1px solid var(--card);text-align:center;
    background:color-mix(in srgb,var(--rule) 40%,transparent);padding:0}
    .matrix .hit{background:color-mix(in srgb,var(--accent)
    calc(var(--depth)*.55),transparent)}
    .matrix .miss{background:color-mix(in srgb,var(--second)
    calc(var(--depth)*1.4),transparent)}
    footer{color:var(--dim);font-size:14px;padding:4px}
    code{font-size:.92em}

    """
}
