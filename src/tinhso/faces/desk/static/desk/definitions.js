/* Tỉnh Số, EUPL-1.2. Lines of the editor can be dragged; the buttons Lên and Xuống do the same without this file. */
(function () {
  "use strict";

  function itemsOf(list) {
    return Array.from(list.children).filter(function (one) { return one.hasAttribute("data-sort-item"); });
  }

  /* What the server is asked: the place of a row, or the key of a question with its section and place. */
  function deed(item, list, to) {
    var section = list.getAttribute("data-sortable");
    if (section) return ["chuyen", "cau", item.getAttribute("data-sort-item"), section, to].join(":");
    return ["chuyen", item.getAttribute("data-sort-item"), to].join(":");
  }

  function send(form, value) {
    var box = document.createElement("input");
    box.type = "hidden";
    box.name = "viec";
    box.value = value;
    form.appendChild(box);
    form.submit();
  }

  function placeIn(list, y, dragged) {
    var others = itemsOf(list).filter(function (one) { return one !== dragged; });
    var before = others.findIndex(function (one) {
      var box = one.getBoundingClientRect();
      return y < box.top + box.height / 2;
    });
    return before < 0 ? others.length : before;
  }

  document.addEventListener("DOMContentLoaded", function () {
    var dragged = null;
    document.querySelectorAll("[data-sortable]").forEach(function (list) {
      itemsOf(list).forEach(function (item) {
        item.draggable = true;
        item.addEventListener("dragstart", function (event) {
          if (/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName) && item.contains(document.activeElement)) {
            event.preventDefault();
            return;
          }
          dragged = item;
          event.dataTransfer.effectAllowed = "move";
          event.dataTransfer.setData("text/plain", item.getAttribute("data-sort-item"));
        });
        item.addEventListener("dragend", function () { dragged = null; });
      });
      list.addEventListener("dragover", function (event) {
        if (dragged && (list.getAttribute("data-sortable") || list.contains(dragged))) event.preventDefault();
      });
      list.addEventListener("drop", function (event) {
        if (!dragged) return;
        event.preventDefault();
        var to = placeIn(list, event.clientY, dragged);
        if (list.contains(dragged) && itemsOf(list).indexOf(dragged) === to) return;
        send(list.closest("form"), deed(dragged, list, to));
      });
    });
  });
})();
