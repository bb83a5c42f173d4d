// The review page with a keyboard and without losing the place: rows open, are saved and stay where they are. Every act is a plain
// link or form and works without this file; nothing here decides or stores anything.

const page = () => document.querySelector("main");
const sourceBox = () => document.querySelector(".source-panel > .source");
const rowOf = (id) => document.getElementById(`muc-${id}`);
const listOf = (element) => (element.dataset.item || "").split(" ").filter(Boolean);
const openRow = () => document.querySelector(".items tr.is-open");
const dirty = () => document.querySelector("form[data-guard][data-dirty]");

// --- unsaved words
const LEAVE = "Có chỗ đang sửa chưa lưu. Bỏ các thay đổi này?";
const mayLeave = () => !dirty() || window.confirm(LEAVE);
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-guard]");
  if (form) form.dataset.dirty = "1";
});
window.addEventListener("beforeunload", (event) => {
  if (dirty()) event.preventDefault();
});

// --- highlight both ways
let linked = "";
const inSource = (id) => Array.from(document.querySelectorAll(".source [data-item]")).filter((each) => listOf(each).includes(id));
const link = (id) => {
  if (id === linked) return;
  linked = id;
  document.querySelectorAll(".is-linked").forEach((each) => each.classList.remove("is-linked"));
  if (!id) return;
  rowOf(id)?.classList.add("is-linked");
  inSource(id).forEach((each) => each.classList.add("is-linked"));
};
const quiet = window.matchMedia("(prefers-reduced-motion: reduce)");
const showPassage = (id) => {
  const box = sourceBox();
  const place = document.getElementById(`doan-${id}`) || inSource(id)[0];
  if (!box || !place) return;
  const inside = place.getBoundingClientRect();
  const frame = box.getBoundingClientRect();
  if (inside.top >= frame.top + 8 && inside.bottom <= frame.bottom - 8) return;
  box.scrollTo({ top: box.scrollTop + inside.top - frame.top - frame.height / 4, behavior: quiet.matches ? "auto" : "smooth" });
};
let dwell = 0;
document.addEventListener("mouseover", (event) => {
  const row = event.target.closest(".items tr[data-item]");
  const mark = event.target.closest(".source [data-item]");
  window.clearTimeout(dwell);
  if (row) {
    link(row.dataset.item);
    dwell = window.setTimeout(() => showPassage(row.dataset.item), 250);
  } else if (mark) {
    link(listOf(mark)[0]);
  } else if (event.target.closest("[data-review]")) {
    link("");
  }
});
document.addEventListener("focusin", (event) => {
  const row = event.target.closest(".items tr[data-item]");
  if (!row || !event.target.matches(":focus-visible")) return;
  link(row.dataset.item);
  showPassage(row.dataset.item);
});

// --- the page again, at the same place
const live = document.createElement("div");
live.className = "live";
live.setAttribute("role", "status");
document.body.append(live);
let busy = null;

const keepPictures = (fresh) => {
  const known = new Map(Array.from(document.querySelectorAll(".paper img"), (img) => [img.getAttribute("src"), img]));
  fresh.querySelectorAll(".paper img").forEach((img) => {
    const old = known.get(img.getAttribute("src"));
    if (old) img.replaceWith(old);
  });
};

const show = async (answer, anchorId) => {
  const text = await answer.text();
  const fresh = new DOMParser().parseFromString(text, "text/html");
  const next = fresh.querySelector("main");
  if (!next || !fresh.querySelector("[data-review]")) {
    if (answer.ok) window.location.assign(answer.url);
    else document.documentElement.replaceWith(document.adoptNode(fresh.documentElement));
    return false;
  }
  const sourceTop = sourceBox()?.scrollTop || 0;
  const before = anchorId && document.getElementById(anchorId);
  const offset = before ? before.getBoundingClientRect().top : null;
  keepPictures(next);
  page().replaceChildren(...next.childNodes);
  document.title = fresh.title;
  linked = "";
  if (sourceBox()) sourceBox().scrollTop = sourceTop;
  const after = anchorId && document.getElementById(anchorId);
  if (after) window.scrollBy(0, offset === null ? after.getBoundingClientRect().top - 160 : after.getBoundingClientRect().top - offset);
  const summary = document.querySelector(".error-summary");
  live.textContent = Array.from(document.querySelectorAll("main > .flash, .flashes .flash"), (each) => each.textContent.trim()).join(" ");
  if (summary) {
    summary.focus();
    summary.scrollIntoView({ block: "nearest" });
  }
  const open = openRow();
  if (open) {
    link(open.dataset.item);
    showPassage(open.dataset.item);
  }
  return !summary;
};

const ask = async (address, options, anchorId) => {
  busy?.abort();
  busy = new AbortController();
  try {
    const answer = await fetch(address, { credentials: "same-origin", signal: busy.signal, ...options });
    const done = await show(answer, anchorId);
    if (done && answer.ok) window.history.replaceState(null, "", answer.url);
    return done;
  } catch (error) {
    if (error.name === "AbortError") return false;
    throw error;
  }
};

const edit = () => {
  const details = document.querySelector("tr.detail [data-edit]");
  if (!details) return;
  details.open = true;
  details.querySelector("textarea, input:not([type=hidden])")?.focus();
};
const focusRow = (id) => {
  const row = id && rowOf(id);
  (row?.querySelector("[data-open], [data-place]") || row?.querySelector("a"))?.focus({ preventScroll: true });
};
const goTo = async (address, { editing = false } = {}) => {
  if (!mayLeave()) return;
  const id = new URL(address, window.location.href).searchParams.get("muc");
  if (!(await ask(address, {}, id ? `muc-${id}` : null))) return;
  if (editing) edit();
  else focusRow(id);
};

// --- links
document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const anchor = event.target.closest("a[href]");
  if (anchor && anchor.closest("[data-review]")) {
    const target = anchor.getAttribute("href");
    if (anchor.closest(".source") && target.startsWith("#muc-")) {
      event.preventDefault();
      const id = target.slice(5);
      const row = rowOf(id);
      if (!row) {
        goTo(`${window.location.pathname}?muc=${id}`);
        return;
      }
      link(id);
      row.scrollIntoView({ block: "center", behavior: quiet.matches ? "auto" : "smooth" });
      focusRow(id);
    } else if (target.startsWith("#doan-")) {
      event.preventDefault();
      const id = target.slice(6);
      link(id);
      showPassage(id);
      if (window.matchMedia("(max-width: 1199px)").matches) sourceBox()?.scrollIntoView({ block: "start" });
    } else if (anchor.matches("[data-open], [data-previous], [data-next], [data-leave]")) {
      event.preventDefault();
      if (anchor.matches("[data-leave]")) delete anchor.closest("form").dataset.dirty;
      goTo(anchor.href, { editing: anchor.matches("[data-open]") && event.detail === 0 });
    } else if (dirty() && !target.startsWith("#") && mayLeave()) {
      delete dirty().dataset.dirty;
    } else if (dirty() && !target.startsWith("#")) {
      event.preventDefault();
    }
    return;
  }
  const row = event.target.closest(".items tr[data-item]:not(.is-open)");
  if (row && !event.target.closest("input, label, .pick") && !window.getSelection().toString()) row.querySelector("[data-open]")?.click();
});

// --- forms: saved without leaving the place
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || !form.closest("[data-review]")) return;
  event.preventDefault();
  const data = new FormData(form, event.submitter);
  const address = event.submitter?.getAttribute("formaction") || form.action;
  const open = openRow();
  const id = open?.dataset.item;
  form.removeAttribute("data-dirty");
  ask(address, { method: "POST", body: data }, id ? `muc-${id}` : null).then((done) => {
    if (done) focusRow(openRow()?.dataset.item || id);
    else document.querySelectorAll("form[data-guard]").forEach((each) => each.querySelector("[aria-invalid]") && (each.dataset.dirty = "1"));
  });
});

// --- keyboard
document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const form = event.target.closest("[data-review] form[data-guard]");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form) {
    event.preventDefault();
    form.requestSubmit();
  } else if (event.key === "Escape" && form && form.closest("details")) {
    if (form.dataset.dirty && !window.confirm(LEAVE)) return;
    form.reset();
    form.removeAttribute("data-dirty");
    form.closest("details").open = false;
    focusRow(openRow()?.dataset.item);
  } else if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    const next = document.querySelector(event.key === "ArrowDown" ? "[data-next]" : "[data-previous]");
    if (!next) return;
    event.preventDefault();
    goTo(next.href, { editing: Boolean(form) });
  } else if (event.key === "Enter" && event.target.closest("tr.is-open") && event.target.matches("[data-place]")) {
    event.preventDefault();
    edit();
  }
});

// --- many rows
const count = () => {
  const picked = document.querySelectorAll('input[name="muc"][form="nhieu-dong"]:checked');
  const bar = document.querySelector(".many");
  if (!bar) return;
  bar.classList.toggle("has-picked", picked.length > 0);
  bar.querySelector("[data-count]").textContent = picked.length ? `Đã chọn ${picked.length} dòng: sửa, gộp hoặc bỏ` : "Sửa, gộp hoặc bỏ nhiều dòng một lúc";
  document.querySelectorAll(".items tr[data-item]").forEach((row) => {
    row.classList.toggle("is-picked", Boolean(row.querySelector('input[name="muc"]:checked')));
  });
};
document.addEventListener("change", (event) => {
  if (event.target.matches('input[name="muc"], [data-check-all="muc"]')) window.setTimeout(count);
});
count();
if (openRow()) {
  link(openRow().dataset.item);
  showPassage(openRow().dataset.item);
}
