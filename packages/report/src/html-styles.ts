/** Styles of the self-contained report: readable on screen, in the dark, and on paper. */
export const styles = `
:root{color-scheme:light dark;--line:#c9ced6;--soft:#f2f4f7;--text:#16202b;--muted:#525c69;--bg:#fff;--accent:#0b5cad;
--blocked:#b3261e;--limited:#a14a06;--at-risk:#7d5800;--clear:#1b6e3c;--unknown:#5b4b8a}
@media screen and (prefers-color-scheme:dark){:root{--line:#3a434e;--soft:#1c232b;--text:#e6eaee;--muted:#a3aeba;--bg:#12171d;--accent:#7db8f5;
--blocked:#ff8a80;--limited:#ffb86b;--at-risk:#ffd666;--clear:#7ad69a;--unknown:#c0b2f0}}
*{box-sizing:border-box}
body{font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;color:var(--text);background:var(--bg);max-width:60rem;margin:0 auto;padding:1.5rem;overflow-wrap:break-word}
a{color:var(--accent)}
h1,h2,h3,h4{line-height:1.3;overflow-wrap:anywhere}h1{font-size:1.6rem;margin:.2rem 0}h2{font-size:1.3rem;margin:1.8rem 0 .4rem}
h3,h4{font-size:1.12rem;margin:1.4rem 0 .3rem}.finding>:first-child{font-size:1.04rem;margin:.2rem 0}
.label{font-weight:700;font-size:.95rem;margin:.8rem 0 .2rem;break-after:avoid}
p{margin:.45rem 0}ul,ol{padding-left:1.5rem;margin:.3rem 0}
.meta{color:var(--muted);font-size:.85rem}
.lead{font-size:1.05rem}
.stale{border-left:.3rem solid var(--at-risk);background:var(--soft);padding:.4rem .8rem}
dl{margin:.4rem 0}dl div{display:grid;grid-template-columns:9rem 1fr;gap:1rem;padding:.1rem 0}dt{color:var(--muted)}dd{margin:0;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
th{white-space:nowrap}
.counts,.path{list-style:none;padding:0;margin:1rem 0;display:grid;grid-template-columns:repeat(auto-fit,minmax(8.4rem,1fr));gap:.5rem}
.counts li,.path li{border:1px solid var(--line);border-radius:.4rem;padding:.4rem .55rem;display:flex;flex-direction:column;justify-content:space-between;break-inside:avoid}
.counts strong{font-size:1.5rem}
.path .badge{font-size:.95rem;margin:0}.path li>span:first-child{font-size:.87rem;color:var(--muted)}
.path .blocked:not(.badge){border:2px solid var(--blocked)}.path .limited:not(.badge){border:2px solid var(--limited)}
.finding{border:1px solid var(--line);border-left:.4rem solid var(--muted);border-radius:.4rem;padding:.5rem 1rem .7rem;margin:.8rem 0}
.badge{font-weight:600;white-space:nowrap;margin-right:.3rem}
.badge svg{width:1em;height:1em;vertical-align:-.12em;margin-right:.35em}
.badge.blocked{color:var(--blocked)}.badge.limited{color:var(--limited)}.badge.at-risk{color:var(--at-risk)}
.badge.clear{color:var(--clear)}.badge.unknown{color:var(--unknown)}.badge.not-assessed,.badge.not-applicable{color:var(--muted)}
.finding.blocked{border-left-color:var(--blocked)}.finding.limited{border-left-color:var(--limited)}
.finding.at-risk{border-left-color:var(--at-risk)}.finding.unknown{border-left-color:var(--unknown)}
.tag{display:inline-block;font-size:.82rem;font-weight:500;line-height:1.4;border:1px solid var(--muted);border-radius:.3rem;padding:0 .4rem;overflow-wrap:anywhere}
.do li{margin:.3rem 0;padding-left:.2rem}
code{font:.86em ui-monospace,SFMono-Regular,Menlo,monospace;background:var(--soft);padding:.05rem .3rem;border-radius:.2rem;overflow-wrap:anywhere}
.evidence{list-style:none;padding:0}.evidence li{margin:.3rem 0}.evidence br+code{margin-left:1rem}
@media (max-width:40rem){body{padding:1rem}.path{grid-template-columns:1fr 1fr}dl div{grid-template-columns:1fr;gap:0}}
@media print{@page{margin:15mm}body{max-width:none;padding:0;font-size:10.5pt}.device{break-before:page}.made+.device{break-before:auto}
h1,h2,h3,h4{break-after:avoid}.do li,.evidence li,dl div,tr,.stale{break-inside:avoid}p,li{orphans:3;widows:3}.path{grid-template-columns:repeat(3,1fr)}.counts{grid-template-columns:repeat(5,1fr)}
code{background:none;padding:0}.tag{border-color:#777}a{color:inherit}}
`.trim();
