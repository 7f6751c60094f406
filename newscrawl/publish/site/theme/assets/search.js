// Looks for words in the months' indexes, newest first, one file at a time, and asks no other host for anything.
(function () {
  "use strict";
  const form = document.getElementById("search");
  const input = document.getElementById("q");
  const list = document.getElementById("results");
  const status = document.getElementById("status");
  const more = document.getElementById("more");
  const months = form.dataset.months.split(" ").filter(Boolean);
  const ENOUGH = 50; // stories found at once
  const loaded = new Map();
  let search = null; // the one under way: {words, month, row, found}

  const fold = (text) => text.normalize("NFKC").toLowerCase();

  window.newscrawl = (month, rows) => {
    loaded.set(month, rows.map((row) => ({ row, text: fold(row[1] + "\n" + row[3] + "\n" + row[4]) })));
  };

  function load(month) {
    if (loaded.has(month)) return Promise.resolve(loaded.get(month));
    return new Promise((resolve) => {
      const script = document.createElement("script");
      script.src = "archive/" + month + ".js";
      script.onload = script.onerror = () => resolve(loaded.get(month) || []);
      document.head.append(script);
    });
  }

  function element(name, text, className) {
    const made = document.createElement(name);
    made.textContent = text;
    made.dir = "auto";
    if (className) made.className = className;
    return made;
  }

  function show([url, title, date, outlet, excerpt]) {
    const item = document.createElement("li");
    const link = element("a", title);
    link.href = url.slice(1);
    const meta = document.createElement("p");
    meta.className = "meta";
    meta.append(element("time", date), " ", element("span", outlet, "outlet"));
    item.append(link, meta, element("p", excerpt, "excerpt"));
    list.append(item);
  }

  function tell(mine) {
    const searched = months[Math.min(mine.month, months.length - 1)];
    const found = mine.found ? form.dataset.found.replace("{n}", mine.found) : form.dataset.none;
    status.textContent = found + (searched ? " · " + form.dataset.until.replace("{month}", searched) : "");
    more.hidden = mine.month >= months.length;
  }

  async function goOn() {
    const mine = search;
    const until = mine.found + ENOUGH;
    while (mine.month < months.length && mine.found < until) {
      const rows = await load(months[mine.month]);
      if (mine !== search) return; // another one has begun
      for (; mine.row < rows.length && mine.found < until; mine.row++) {
        if (mine.words.every((word) => rows[mine.row].text.includes(word))) {
          mine.found++;
          show(rows[mine.row].row);
        }
      }
      if (mine.row >= rows.length) { mine.month++; mine.row = 0; }
    }
    tell(mine);
  }

  function begin() {
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    list.replaceChildren();
    status.textContent = "";
    more.hidden = true;
    search = { words, month: 0, row: 0, found: 0 };
    if (words.length) goOn();
  }

  let waiting;
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(begin, 150); });
  form.addEventListener("submit", (event) => { event.preventDefault(); begin(); });
  more.addEventListener("click", goOn);
  input.value = new URLSearchParams(location.search).get("q") || "";
  begin();
})();
