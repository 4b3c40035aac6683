/** Styles of the self-contained report: readable on screen, in the dark, and on paper. */
export const styles = `
:root{color-scheme:light dark;--line:#c9ced6;--soft:#f4f6f8;--text:#16202b;--muted:#55606d;--bg:#fff;
--blocked:#b3261e;--limited:#b45309;--at-risk:#8a6100;--clear:#1b6e3c;--unknown:#5b4b8a}
@media (prefers-color-scheme:dark){:root{--line:#3a434e;--soft:#1c232b;--text:#e6eaee;--muted:#9aa6b2;--bg:#12171d;
--blocked:#ff8a80;--limited:#ffb86b;--at-risk:#ffd666;--clear:#7ad69a;--unknown:#c0b2f0}}
*{box-sizing:border-box}
body{font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;color:var(--text);background:var(--bg);max-width:60rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.6rem}h2{font-size:1.25rem;margin-top:2rem}h3{font-size:1.05rem;margin:.2rem 0}h4{font-size:.9rem;margin:.8rem 0 .2rem}
.meta,.scope{color:var(--muted);font-size:.85rem}
.lead{font-size:1.05rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:.8rem 0}dt{color:var(--muted)}dd{margin:0;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}
.counts,.path{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.5rem}
.counts li,.path li{border:1px solid var(--line);border-radius:.4rem;padding:.4rem .7rem;display:flex;gap:.5rem;align-items:center}
.path li{flex-direction:column;align-items:flex-start;gap:0;flex:1 1 8rem}
.finding{border:1px solid var(--line);border-left:.35rem solid var(--muted);border-radius:.4rem;padding:.8rem 1rem;margin:1rem 0;break-inside:avoid}
.badge{font-weight:600;white-space:nowrap}
.badge.blocked{color:var(--blocked)}.badge.limited{color:var(--limited)}.badge.at-risk{color:var(--at-risk)}
.badge.clear{color:var(--clear)}.badge.unknown{color:var(--unknown)}.badge.not-assessed,.badge.not-applicable{color:var(--muted)}
.finding.blocked{border-left-color:var(--blocked)}.finding.limited{border-left-color:var(--limited)}
.finding.at-risk{border-left-color:var(--at-risk)}.finding.unknown{border-left-color:var(--unknown)}
code{font:.85em ui-monospace,SFMono-Regular,Menlo,monospace;background:var(--soft);padding:.05rem .3rem;border-radius:.2rem;overflow-wrap:anywhere}
.evidence{padding-left:1.1rem}
@media print{body{max-width:none;padding:0;font-size:11pt}.device{break-before:page}.device:first-of-type{break-before:auto}}
`.trim();
