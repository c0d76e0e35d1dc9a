// The only script of the report: filters threats, and shows what a link leads to. It reads the page and nothing else.

/** Runs in browsers, once the page is read. */
export const filterScript = `
"use strict";
(() => {
  const levels = ["none", "low", "medium", "high", "critical"];
  const form = document.querySelector("form.filters");
  if (!form) return;
  const count = document.querySelector(".count");
  const groups = [...document.querySelectorAll("section.group")];
  const threats = [...document.querySelectorAll("details.threat")].map((element) => ({
    element, ...element.dataset, text: element.textContent.toLowerCase(),
  }));
  const apply = () => {
    const wanted = Object.fromEntries(new FormData(form));
    const words = (wanted.text || "").toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    for (const threat of threats) {
      const fits =
        (!wanted.level || levels.indexOf(threat.level) >= levels.indexOf(wanted.level)) &&
        (!wanted.status || threat.status.split(" ").includes(wanted.status)) &&
        (!wanted.category || threat.category === wanted.category) &&
        (!wanted.component || threat.component === wanted.component) &&
        words.every((word) => threat.text.includes(word));
      threat.element.hidden = !fits;
      if (fits) shown += 1;
    }
    const all = shown === threats.length;
    for (const group of groups)
      group.hidden = !all && group.querySelector("details.threat:not([hidden])") === null;
    count.textContent = all ? threats.length + " threats" : shown + " of " + threats.length + " threats";
  };
  const clear = () => { form.reset(); apply(); };
  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  const unfold = form.elements.unfold;
  unfold.addEventListener("click", () => {
    const open = unfold.getAttribute("aria-pressed") !== "true";
    unfold.setAttribute("aria-pressed", String(open));
    for (const { element } of threats) element.open = open;
  });
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.closest("[hidden]")) clear();
    for (let at = target.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  document.addEventListener("click", (event) => {
    const link = event.target.closest ? event.target.closest('a[href^="#"]') : null;
    if (link && (link.getAttribute("href") === location.hash)) reveal();
  });
  apply();
  reveal();
})();
`;
