"use strict";
(() => {
  const links = [...document.querySelectorAll("#list a")];
  const filters = ["filter", "check", "grade"].map((id) => document.getElementById(id));
  const shown = document.getElementById("shown");
  const target = (link) => document.getElementById(link.hash.slice(1));
  const visible = () => links.filter((link) => !link.parentElement.hidden);
  const current = () => links.find((link) => link.hasAttribute("aria-current"));

  // Without this script all findings are shown below each other.
  function show(link) {
    for (const other of links) {
      other.toggleAttribute("aria-current", other === link);
      target(other).hidden = other !== link;
    }
    if (link) link.setAttribute("aria-current", "true");
  }

  function applyFilters() {
    const [text, check, grade] = filters.map((field) => field.value.toLowerCase());
    for (const link of links) {
      const item = link.parentElement;
      item.hidden =
        (check && item.dataset.check !== check) ||
        (grade && item.dataset.grade !== grade) ||
        !item.textContent.toLowerCase().includes(text);
    }
    const left = visible();
    shown.textContent = left.length + " of " + links.length + " shown";
    if (!left.includes(current())) show(left[0]);
  }

  // Returns whether there is such a finding.
  function follow(hash) {
    const link = links.find((one) => one.hash === hash);
    if (!link) return false;
    if (link.parentElement.hidden) {
      for (const field of filters) field.value = "";
      applyFilters();
    }
    show(link);
    return true;
  }

  // Also from the graph and the table, and where the address stays the same.
  function click(event) {
    const link = event.target.closest("a");
    const hash = link && (link.getAttribute("href") || link.getAttribute("xlink:href"));
    if (!hash || !follow(hash)) return;
    event.preventDefault();
    history.replaceState(null, "", hash);
    document.getElementById(hash.slice(1)).focus();
  }

  function move(event) {
    const left = visible();
    const at = left.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: left.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const link = left[Math.max(0, Math.min(left.length - 1, to))];
    show(link);
    link.focus();
  }

  function shortcut(event) {
    const typing = filters.includes(document.activeElement);
    if (event.key === "/" && !typing) {
      event.preventDefault();
      filters[0].focus();
    } else if (event.key === "Escape" && current()) {
      current().focus();
    }
  }

  document.addEventListener("click", click);
  for (const field of filters) field.addEventListener("input", applyFilters);
  document.getElementById("list").addEventListener("keydown", move);
  document.addEventListener("keydown", shortcut);
  addEventListener("hashchange", () => follow(location.hash));
  show(links[0]);
  applyFilters();
  follow(location.hash);
})();
