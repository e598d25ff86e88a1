/* Tỉnh Số, EUPL-1.2. Pages of the queue: ask again, say when the server is silent, print, go back to the start. */
(function () {
  "use strict";
  var PATIENCE_MS = 8000;

  function clock(at) {
    return at.toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
  }

  function tellLost(box, since) {
    var note = document.getElementById(box.dataset.lost);
    if (!note) return;
    var words = note.dataset.text.replace("{time}", clock(since));
    if (note.textContent !== words) note.textContent = words;
    note.hidden = false;
  }

  function tellBack(box) {
    var note = document.getElementById(box.dataset.lost);
    if (note) note.hidden = true;
  }

  /* Only what changed is put in, so that a reader hears new numbers and nothing else; whoever is in it is not disturbed. */
  function put(box, html) {
    var fresh = document.createElement("div");
    fresh.innerHTML = html;
    if (fresh.innerHTML === box.innerHTML || box.contains(document.activeElement)) return;
    box.innerHTML = fresh.innerHTML;
  }

  function poll(box) {
    var heard = new Date();
    function again() { window.setTimeout(ask, 1000 * (Number(box.dataset.seconds) || 5)); }
    function ask() {
      var stop = new AbortController();
      var timer = window.setTimeout(function () { stop.abort(); }, PATIENCE_MS);
      fetch(box.dataset.poll, { cache: "no-store", headers: { "HX-Request": "true" }, signal: stop.signal }).then(function (answer) {
        if (answer.redirected || [403, 404, 422].indexOf(answer.status) >= 0) { window.location.reload(); return null; }
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.text();
      }).then(function (html) {
        if (html === null) return;
        heard = new Date();
        tellBack(box);
        put(box, html);
      }).catch(function () { tellLost(box, heard); }).finally(function () { window.clearTimeout(timer); again(); });
    }
    again();
  }

  function returnWhenIdle(part) {
    var timer = 0;
    function restart() {
      window.clearTimeout(timer);
      timer = window.setTimeout(function () { window.location.assign(part.dataset.idleHref); }, 1000 * Number(part.dataset.idleSeconds));
    }
    ["pointerdown", "keydown", "input"].forEach(function (name) { document.addEventListener(name, restart); });
    restart();
  }

  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-poll]").forEach(poll);
    document.querySelectorAll("[data-idle-href]").forEach(returnWhenIdle);
    document.querySelectorAll("[data-print]").forEach(function (button) {
      button.hidden = false;
      button.addEventListener("click", function () { window.print(); });
    });
    if (document.querySelector("[data-print-now]")) {
      window.history.replaceState(null, "", window.location.pathname);
      window.print();
    }
  });
})();
