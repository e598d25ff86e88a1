/* Tỉnh Số, EUPL-1.2. Reads a page aloud with the voice of the device; without one for its language nothing is shown. */
(function () {
  "use strict";
  var speech = window.speechSynthesis;
  var SAID = "h1, h2, h3, legend, label, dt, dd, p, li, .govuk-hint";

  function voice() {
    var language = document.documentElement.lang;
    return speech.getVoices().find(function (one) { return one.lang.toLowerCase().indexOf(language) === 0; });
  }

  /* Each sentence once and only what can be seen: a paragraph within a list item is read with the item. */
  function sentences(root) {
    return Array.from(root.querySelectorAll(SAID)).filter(function (one) {
      var within = one.parentElement.closest(SAID);
      return one.offsetParent !== null && !one.closest(".house-read-aloud, nav") && !(within && root.contains(within));
    }).map(function (one) { return one.textContent.replace(/\s+/g, " ").trim(); }).filter(Boolean);
  }

  function show(button, reading) {
    button.textContent = reading ? button.dataset.reading : button.dataset.readAloud;
  }

  function read(button) {
    var chosen = voice(), left = sentences(document.querySelector("main"));
    show(button, true);
    left.forEach(function (text, place) {
      var said = new SpeechSynthesisUtterance(text);
      said.lang = chosen.lang;
      said.voice = chosen;
      if (place === left.length - 1) said.onend = function () { show(button, false); };
      speech.speak(said);
    });
  }

  function offer() {
    document.querySelectorAll("[data-read-aloud]").forEach(function (button) {
      button.parentElement.hidden = !voice();
    });
  }

  if (!speech) return;
  document.addEventListener("DOMContentLoaded", offer);
  if (speech.addEventListener) speech.addEventListener("voiceschanged", offer);
  window.addEventListener("pagehide", function () { speech.cancel(); });
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-read-aloud]");
    if (!button) return;
    var busy = speech.speaking || speech.pending;
    speech.cancel();
    if (busy) show(button, false); else read(button);
  });
})();
