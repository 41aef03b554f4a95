// Search, facets, order and light for a page that can be read without them. All it knows stands in the page.
"use strict";
(() => {
  const root = document.documentElement;
  const at = (id) => document.getElementById(id);
  const tools = at("tools");

  // Theme: the system's, until the reader says otherwise.
  const themes = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : themes.matches);
  const remembered = (write) => {
    try {
      return write ? localStorage.setItem("digest-theme", write) : localStorage.getItem("digest-theme");
    } catch {
      return null; // no storage for files in some browsers
    }
  };

  root.classList.add("js");
  if (!tools) return;
  const main = at("papers");
  const facets = at("facets");
  const query = at("query");
  const order = at("order");
  const shown = at("shown");
  const clear = at("clear");
  const ordered = at("ordered");
  const theme = at("theme");

  const papers = [...main.querySelectorAll("article.paper")].map((node, place) => ({
    node,
    place,
    home: node.parentNode,
    keys: node.dataset.in.split(" ").filter(Boolean).map(Number),
    fits: true,
    isHidden: false,
    text: null,
  }));
  const sections = [...main.querySelectorAll("section.topic")].map((node) => ({
    node,
    count: node.querySelector("h2 .count"),
    papers: papers.filter((paper) => paper.home === node),
  }));
  const groups = [...facets.querySelectorAll("fieldset")].map((node, place) => ({
    name: node.dataset.facet,
    boxes: [...node.querySelectorAll("input")].map((box) => ({
      box,
      place,
      key: Number(box.dataset.key),
      number: box.closest("label").querySelector(".n"),
      count: -1,
    })),
  }));
  const boxes = groups.flatMap((group) => group.boxes);
  const groupOf = boxes.reduce((found, one) => ((found[one.key] = one.place), found), []);

  // Search: every word of the query begins a word of the paper; words between quotation marks stand together.
  const PLAIN = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ð: "d", đ: "d", ł: "l", ı: "i" };
  const fold = (text) =>
    ` ${text
      .normalize("NFKD")
      .toLowerCase()
      .replace(/\p{M}+/gu, "")
      .replace(/[ßæœøðđłı]/g, (letter) => PLAIN[letter])
      .replace(/[^\p{L}\p{N}+#]+/gu, " ")
      .trim()}`;
  const READ = "h3, .about, .tldr, .note, dd, .changes td, .tag, .s";
  const textOf = (paper) =>
    (paper.text ??= fold([...paper.node.querySelectorAll(READ)].map((part) => part.textContent).join(" ")));
  const wanted = (text) =>
    (text.match(/"[^"]*"?|“[^”]*”?|[^\s"“]+/gu) ?? []).map(fold).filter((term) => term.trim());
  const readAhead = (from = 0) => {
    const end = performance.now() + 8;
    while (from < papers.length && performance.now() < end) textOf(papers[from++]);
    if (from < papers.length) setTimeout(readAhead, 0, from);
  };

  const PAPER_REM = 24;
  const number = new Intl.NumberFormat("en-US").format;

  // One pass over the papers: which fit, and how many would fit if one more box of a group were ticked.
  function narrow() {
    const terms = wanted(query.value);
    const ticked = boxes.filter(({ box }) => box.checked);
    const asked = new Set(ticked.map(({ place }) => place));
    const chosen = new Set(ticked.map(({ key }) => key));
    const counts = new Uint32Array(groupOf.length);
    let fitting = 0;
    for (const paper of papers) {
      const reads = terms.every((term) => textOf(paper).includes(term));
      const met = new Set();
      if (reads && asked.size) for (const key of paper.keys) if (chosen.has(key)) met.add(groupOf[key]);
      const missed = asked.size - met.size;
      const fits = reads && !missed;
      if (fits || (reads && missed === 1)) {
        for (const key of paper.keys) {
          if (fits || (asked.has(groupOf[key]) && !met.has(groupOf[key]))) counts[key] += 1;
        }
      }
      paper.fits = fits;
      fitting += fits;
    }
    tell(fitting, counts, terms.length > 0 || asked.size > 0);
  }

  function tell(fitting, counts, isNarrowed) {
    for (const one of boxes) {
      const count = counts[one.key];
      if (count !== one.count) one.number.textContent = number((one.count = count));
      const isIdle = !count && !one.box.checked;
      if (one.box.disabled !== isIdle) one.box.disabled = isIdle;
    }
    for (const section of sections) {
      const left = section.papers.filter((paper) => paper.fits).length;
      section.node.hidden = !left || !!order.value;
      // What is far off the screen is not laid out; its height is a guess, kept once known while all papers are there.
      section.node.style.containIntrinsicBlockSize = `${isNarrowed ? "" : "auto "}${left * PAPER_REM}rem`;
      const all = number(section.papers.length);
      section.count.textContent = isNarrowed ? `${number(left)} of ${all}` : all;
    }
    ordered.hidden = !order.value || !fitting;
    at("none").hidden = fitting > 0;
    main.classList.toggle("filtered", isNarrowed || !!order.value);
    clear.hidden = !isNarrowed && !order.value;
    const all = number(papers.length);
    shown.textContent = isNarrowed
      ? `${number(fitting)} of ${all} papers`
      : `${all} paper${papers.length === 1 ? "" : "s"} told`;
  }

  // Order: the papers leave their sections for one list, and return.
  const byName = new Intl.Collator("en").compare;
  const ORDERS = {
    newest: (one, other) =>
      (other.node.dataset.date ?? "").localeCompare(one.node.dataset.date ?? "") || one.place - other.place,
    title: (one, other) => byName(one.title, other.title) || one.place - other.place,
  };
  const lists = { "": papers };
  function listIn(name) {
    if (name === "title") for (const paper of papers) paper.title ??= paper.node.querySelector("h3").textContent.trim();
    return (lists[name] ??= [...papers].sort(ORDERS[name]));
  }

  // What a reader may see at once is put in place at once, the rest between frames: moving and hiding papers is what
  // takes long, not finding out which.
  const AT_ONCE = 30;
  const BATCH = 100;
  let inOrder = "";
  let rest = [];
  let settling = 0;
  function settle() {
    const isMoved = order.value !== inOrder || rest.isMoved;
    inOrder = order.value;
    const list = listIn(inOrder);
    let stop = 0;
    for (let fitting = 0; stop < list.length && fitting < AT_ONCE; stop += 1) fitting += list[stop].fits;
    place(list.slice(0, stop), isMoved, true);
    rest = list.slice(stop);
    rest.isMoved = isMoved;
    clearTimeout(settling);
    if (rest.length) settling = setTimeout(goOn);
  }
  function place(some, isMoved, isFirst) {
    if (isMoved) move(some, isFirst);
    for (const paper of some) {
      // A section that is hidden hides its papers, which then can stay as they are.
      if (paper.isHidden === paper.fits && (inOrder || !paper.home.hidden)) paper.node.hidden = paper.isHidden = !paper.fits;
    }
  }
  // The first go before those that wait there to be moved, the others behind them.
  function move(some, isFirst) {
    if (inOrder) return ordered[isFirst ? "prepend" : "append"](...some.map((paper) => paper.node));
    for (const section of sections) {
      const own = some.filter((paper) => paper.home === section.node).map((paper) => paper.node);
      if (own.length && isFirst) section.node.querySelector("h2").after(...own);
      else section.node.append(...own);
    }
  }
  function goOn() {
    const end = performance.now() + 8;
    let done = 0;
    for (; done < rest.length && (!done || performance.now() < end); done += BATCH) {
      place(rest.slice(done, done + BATCH), rest.isMoved, false);
    }
    const { isMoved } = rest;
    rest = rest.slice(done);
    rest.isMoved = isMoved && rest.length > 0;
    if (rest.length) settling = setTimeout(goOn);
  }
  const finish = () => {
    while (rest.length) goOn();
    clearTimeout(settling);
  };

  // The address keeps what is chosen: "#?q=…&topic=…".
  function keepState() {
    const state = new URLSearchParams();
    if (query.value.trim()) state.set("q", query.value.trim());
    for (const { box } of boxes) if (box.checked) state.append(box.name, box.value);
    if (order.value) state.set("order", order.value);
    const text = state.toString();
    history.replaceState(null, "", text ? `#?${text}` : location.pathname + location.search);
  }
  function readState() {
    if (location.hash && !location.hash.startsWith("#?")) return;
    const state = new URLSearchParams(location.hash.slice(2));
    query.value = state.get("q") ?? "";
    order.value = state.get("order") ?? "";
    if (!order.value) order.value = "";
    for (const { name, boxes: own } of groups) {
      const values = new Set(state.getAll(name));
      for (const { box } of own) {
        box.checked = values.has(box.value);
        if (box.checked) for (let up = box.closest("details"); up; up = up.parentElement.closest("details")) up.open = true;
      }
    }
    narrow();
    settle();
  }
  let keeping = 0;
  function change() {
    const isBelow = scrollY > tools.offsetTop; // asked before anything changes, when it takes no layout
    narrow();
    settle();
    if (isBelow) main.scrollIntoView({ block: "start" });
    clearTimeout(keeping);
    keeping = setTimeout(keepState, 150);
  }
  function clearAll() {
    query.value = "";
    order.value = "";
    for (const { box } of boxes) box.checked = false;
    change();
  }

  // Jumps within the page: what is laid out on the way moves the goal, so it is aimed at for some frames.
  const aim = (node, frames = 6) => {
    node.scrollIntoView({ block: "start" });
    if (frames) requestAnimationFrame(() => aim(node, frames - 1));
  };
  function go() {
    const node = at(location.hash.slice(1));
    if (!node) return;
    finish();
    if (!node.checkVisibility() && node.closest("[hidden], .filtered")) {
      clearAll();
      finish();
      clearTimeout(keeping);
    }
    aim(node);
  }

  // Light: a statement under the pointer or with the focus lights the sentences that carry it; a click holds the light.
  let held = null;
  let lighting = null;
  const carriers = (said) =>
    [...said.querySelectorAll("a.ref")].map((ref) => at(ref.getAttribute("href").slice(1))).filter(Boolean);
  function light(said) {
    if (lighting === said) return;
    if (lighting) {
      lighting.classList.remove("lighting");
      for (const sentence of carriers(lighting)) sentence.classList.remove("lit");
    }
    lighting = said;
    if (!said) return;
    said.classList.add("lighting");
    for (const sentence of carriers(said)) sentence.classList.add("lit");
  }
  function hold(said) {
    held?.classList.remove("pinned");
    held = said;
    held?.classList.add("pinned");
    light(held);
  }
  function show(sentence) {
    const abstract = sentence.closest("details");
    if (!sentence.checkVisibility({ contentVisibilityAuto: false })) abstract.open = true;
    sentence.scrollIntoView({ block: "nearest" });
  }
  const saidAt = (node) => node.closest(".said");
  main.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "touch") light(saidAt(event.target) ?? held);
  });
  main.addEventListener("pointerleave", () => light(held));
  main.addEventListener("focusin", (event) => light(saidAt(event.target) ?? held));
  main.addEventListener("focusout", () => light(held));
  main.addEventListener("click", (event) => {
    const said = saidAt(event.target);
    if (!said || String(getSelection())) return;
    const ref = event.target.closest("a.ref");
    if (ref) event.preventDefault();
    if (!ref && held === said) return hold(null);
    hold(said);
    const first = ref ? at(ref.getAttribute("href").slice(1)) : carriers(said)[0];
    if (first) show(first);
  });

  // Keys
  const nextPaper = (step) => {
    finish();
    const seen = [...main.querySelectorAll("article.paper:not([hidden])")].filter((node) => !node.parentNode.hidden);
    const here = seen.indexOf(document.activeElement.closest("article.paper"));
    const target = seen[here < 0 ? 0 : Math.min(seen.length - 1, Math.max(0, here + step))];
    target?.querySelector("h3 a")?.focus({ preventScroll: true });
    if (target) aim(target);
  };
  const KEYS = { "/": () => query.select(), j: () => nextPaper(1), k: () => nextPaper(-1) };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (held) hold(null);
      else if (facets.classList.contains("open") && facets.contains(document.activeElement)) open(false);
      else clearAll();
      return;
    }
    const isTyping = event.target.matches("input[type=search], select, textarea");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !at("keys").checked || !(event.key in KEYS)) return;
    event.preventDefault();
    KEYS[event.key]();
  });

  function open(isOpen) {
    facets.classList.toggle("open", isOpen);
    at("open").setAttribute("aria-expanded", String(isOpen));
    if (!isOpen && facets.contains(document.activeElement)) at("open").focus();
  }
  function dress(name) {
    if (name) root.dataset.theme = name;
    theme.textContent = isDark() ? "Light" : "Dark";
  }

  document.addEventListener("click", (event) => {
    const isSame = event.target.closest("a")?.getAttribute("href") === location.hash;
    if (isSame && location.hash && !event.defaultPrevented) requestAnimationFrame(go);
  });
  tools.addEventListener("submit", (event) => event.preventDefault());
  query.addEventListener("input", change);
  order.addEventListener("change", change);
  facets.addEventListener("change", (event) => event.target.id !== "keys" && change());
  clear.addEventListener("click", () => {
    clearAll();
    query.focus();
  });
  at("open").addEventListener("click", () => open(!facets.classList.contains("open")));
  theme.addEventListener("click", () => {
    dress(isDark() ? "light" : "dark");
    remembered(root.dataset.theme);
  });
  themes.addEventListener("change", () => dress());
  addEventListener("beforeprint", finish);
  addEventListener("hashchange", () => (location.hash.startsWith("#?") || !location.hash ? readState() : go()));
  let height = 0;
  new ResizeObserver(() => {
    if (tools.offsetHeight === height) return;
    root.style.setProperty("--tools", `${(height = tools.offsetHeight)}px`);
  }).observe(tools);

  tools.hidden = facets.hidden = false;
  const kept = remembered();
  dress(kept === "dark" || kept === "light" ? kept : undefined);
  readState();
  go();
  readAhead();
})();
