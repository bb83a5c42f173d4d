"use strict";

// Small conveniences. Every page works without this file; nothing here decides or stores anything.
(() => {
  const wordsFor = (count) => (count === 1 ? "1 tệp đã chọn" : `${count} tệp đã chọn`);

  // "/" goes to the search, Escape closes open menus and the phone's navigation.
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const search = document.querySelector("[data-search]");
      if (search && search.offsetParent !== null) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    } else if (event.key === "Escape") {
      closeMenus(null);
      if (location.hash === "#danh-muc") location.hash = "#noi-dung";
    }
  });

  const closeMenus = (except) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (menu !== except) menu.open = false;
    });
  };
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));

  // <button data-copy="#id">: copies the field's value or the element's text and says so.
  const copy = async (button) => {
    const source = document.querySelector(button.dataset.copy);
    if (!source) return;
    const text = "value" in source ? source.value : source.textContent.trim();
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      if (!source.select) return;
      source.select();
      document.execCommand("copy");
    }
    const label = button.querySelector("[data-label]") || button;
    const before = label.textContent;
    if (before === "Đã chép") return;
    label.textContent = "Đã chép";
    setTimeout(() => { label.textContent = before; }, 2000);
  };

  // <input type="checkbox" data-check-all="units">: all boxes of that name in its form or table.
  const checkAll = (box) => {
    const around = box.closest("form, table") || document;
    around.querySelectorAll(`input[type="checkbox"][name="${CSS.escape(box.dataset.checkAll)}"]`).forEach((each) => {
      each.checked = box.checked;
    });
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) copy(button);
    if (event.target.closest("[data-print]")) window.print();
  });
  document.addEventListener("change", (event) => {
    const target = event.target;
    if (target.dataset.checkAll) checkAll(target);
    if (target.matches("select[data-submit]")) target.form.requestSubmit();
  });

  // The dashed box of files: a Vietnamese button, the chosen names, dropping. Without scripts the plain input stays.
  const button = (words) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-plain";
    made.textContent = words;
    return made;
  };
  const showFiles = (input, list) => {
    list.replaceChildren(...Array.from(input.files, (file) => {
      const line = document.createElement("li");
      line.textContent = `${file.name} · ${(file.size / 1048576).toLocaleString("vi", { maximumFractionDigits: 1 })} MB`;
      return line;
    }));
    list.setAttribute("aria-label", wordsFor(input.files.length));
  };
  const dressFileBox = (box) => {
    const input = box.querySelector('input[type="file"]');
    if (!input || box.dataset.dressed) return;
    box.dataset.dressed = "1";
    const list = document.createElement("ul");
    list.className = "list files mb-2";
    list.setAttribute("aria-live", "polite");
    const choose = button("Chọn tệp");
    choose.addEventListener("click", () => input.click());
    input.classList.add("is-hidden-file");
    input.tabIndex = -1;
    input.before(list, choose);
    input.addEventListener("change", () => showFiles(input, list));
    box.addEventListener("dragover", (event) => { event.preventDefault(); box.classList.add("is-over"); });
    box.addEventListener("dragleave", () => box.classList.remove("is-over"));
    box.addEventListener("drop", (event) => {
      event.preventDefault();
      box.classList.remove("is-over");
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  };

  const dress = (root) => root.querySelectorAll(".drop").forEach(dressFileBox);
  dress(document);
  document.addEventListener("htmx:load", (event) => dress(event.detail.elt));
})();
