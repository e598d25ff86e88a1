/* Tỉnh Số, EUPL-1.2. Keys of the lists: j down, k up, Enter opens (the link itself does). Nothing depends on it. */
(function () {
  "use strict";

  function isTyping(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  }

  function move(by) {
    var links = Array.from(document.querySelectorAll("[data-list-link]"));
    if (!links.length) return;
    var here = links.indexOf(document.activeElement);
    var next = here < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, here + by));
    links[next].focus();
    links[next].scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
  });
})();

/* Signing in batch: one request per dossier, so that progress shows and one failure stops nobody else's signature.
   Without script the form signs all ticked ones in one request and shows the same outcomes on one page. */
(function () {
  "use strict";

  function post(form, box) {
    var body = new FormData();
    body.append("csrfmiddlewaretoken", form.querySelector("input[name=csrfmiddlewaretoken]").value);
    body.append("chon", box.value);
    return fetch(form.action, { method: "POST", body: body, headers: { "HX-Request": "true" } }).then(function (answer) {
      if (answer.redirected) { window.location.reload(); return ""; }
      return answer.text();
    });
  }

  async function signAll(form, boxes) {
    var note = form.querySelector("[data-sign-progress]");
    var signed = 0;
    for (var box of boxes) {
      var row = box.closest("[data-sign-row]");
      var answer = new DOMParser().parseFromString(await post(form, box), "text/html");
      Array.from(answer.body.children).forEach(function (part) { row.appendChild(document.importNode(part, true)); });
      if (answer.querySelector("[data-signed='1']")) { signed += 1; box.disabled = true; }
      box.checked = false;
      note.textContent = form.dataset.progress.replace("{done}", signed).replace("{all}", boxes.length);
    }
  }

  document.addEventListener("DOMContentLoaded", function () {
    var form = document.querySelector("[data-sign-batch]");
    if (!form) return;
    var every = form.querySelector("[data-tick-all]");
    every.hidden = false;
    every.addEventListener("click", function () {
      form.querySelectorAll("input[name=chon]:not(:disabled)").forEach(function (box) { box.checked = true; });
    });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      var boxes = Array.from(form.querySelectorAll("input[name=chon]:checked"));
      if (boxes.length) signAll(form, boxes);
    });
  });
})();
