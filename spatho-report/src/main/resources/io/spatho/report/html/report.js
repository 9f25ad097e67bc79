(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("scripted");

  function each(selector, action, within) {
    Array.prototype.forEach.call((within || document).querySelectorAll(selector), action);
  }

  // Legends: a press brings out one colour of the map and dims the others.
  function pixels(image, done) {
    var picture = new Image();
    picture.onload = function () {
      var canvas = document.createElement("canvas");
      canvas.width = picture.naturalWidth;
      canvas.height = picture.naturalHeight;
      var context = canvas.getContext("2d");
      context.drawImage(picture, 0, 0);
      done(canvas, context);
    };
    picture.src = image;
  }

  function bringOut(image, original, color) {
    if (!color) {
      image.setAttribute("href", original);
      return;
    }
    var wanted = parseInt(color.slice(1), 16);
    pixels(original, function (canvas, context) {
      var data = context.getImageData(0, 0, canvas.width, canvas.height);
      var bytes = data.data;
      for (var i = 0; i < bytes.length; i += 4) {
        if (bytes[i + 3] && ((bytes[i] << 16) | (bytes[i + 1] << 8) | bytes[i + 2]) !== wanted) {
          bytes[i + 3] = 34;
        }
      }
      context.putImageData(data, 0, 0);
      image.setAttribute("href", canvas.toDataURL("image/png"));
    });
  }

  each(".legend[data-map]", function (legend) {
    var image = document.querySelector("#" + legend.dataset.map + " .cells");
    if (!image) { return; }
    var original = image.getAttribute("href");
    each("li", function (item) {
      var button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-pressed", "false");
      while (item.firstChild) { button.appendChild(item.firstChild); }
      item.appendChild(button);
      button.addEventListener("click", function () {
        var isOn = button.getAttribute("aria-pressed") === "true";
        each("button", function (other) { other.setAttribute("aria-pressed", "false"); }, legend);
        button.setAttribute("aria-pressed", String(!isOn));
        bringOut(image, original, isOn ? "" : item.dataset.color);
      });
    }, legend);
  });

  // Regions: say which one the pointer is on; a click leads to its row.
  var status = document.querySelector(".status");
  each(".region", function (path) {
    path.addEventListener("pointerenter", function () {
      if (status) { status.textContent = path.querySelector("title").textContent; }
    });
    path.addEventListener("click", function () {
      if (document.getElementById(path.dataset.anchor)) { location.hash = path.dataset.anchor; }
    });
  });

  // Tables: sort by a column.
  function value(row, column) {
    var text = row.children[column].textContent.trim();
    var number = parseFloat(text.replace(/,/g, "").replace("\u2212", "-").replace(/^< /, ""));
    if (/mm\u00b2$/.test(text)) { number *= 1e6; }
    if (/ kB$/.test(text)) { number *= 1e3; }
    if (/ MB$/.test(text)) { number *= 1e6; }
    if (/ GB$/.test(text)) { number *= 1e9; }
    return isNaN(number) ? -Infinity : number;
  }

  each("table.sortable", function (table) {
    each("thead th", function (heading, column) {
      var isNumber = heading.classList.contains("n");
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = heading.textContent;
      heading.textContent = "";
      heading.appendChild(button);
      button.addEventListener("click", function () {
        var isUp = heading.getAttribute("aria-sort") !== "ascending";
        each("thead th", function (other) { other.removeAttribute("aria-sort"); }, table);
        heading.setAttribute("aria-sort", isUp ? "ascending" : "descending");
        var body = table.tBodies[0];
        var rows = Array.prototype.slice.call(body.rows);
        rows.sort(function (a, b) {
          var difference = isNumber
            ? value(a, column) - value(b, column) || 0
            : a.children[column].textContent.localeCompare(b.children[column].textContent, "en", { numeric: true });
          return isUp ? difference : -difference;
        });
        rows.forEach(function (row) { body.appendChild(row); });
      });
    }, table);
  });

  // Evidence: show the rows that hold a text.
  var table = document.getElementById("evidence-table");
  if (table) {
    var label = document.createElement("label");
    var input = document.createElement("input");
    var said = document.createElement("span");
    label.className = "filter";
    input.type = "search";
    said.setAttribute("role", "status");
    label.appendChild(document.createTextNode("Show rows that contain"));
    label.appendChild(input);
    label.appendChild(said);
    table.parentNode.parentNode.insertBefore(label, table.parentNode);
    input.addEventListener("input", function () {
      var wanted = input.value.toLowerCase();
      var shown = 0;
      Array.prototype.forEach.call(table.tBodies[0].rows, function (row) {
        row.hidden = row.textContent.toLowerCase().indexOf(wanted) < 0 && row.id.indexOf(wanted) < 0;
        shown += row.hidden ? 0 : 1;
      });
      said.textContent = wanted ? shown + " rows" : "";
    });
  }

  // Navigation: mark the section in view.
  if ("IntersectionObserver" in window) {
    var links = {};
    each("nav a", function (link) { links[link.getAttribute("href").slice(1)] = link; });
    var observer = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (entry.isIntersecting && links[entry.target.id]) {
          each("nav a.here", function (link) { link.classList.remove("here"); link.removeAttribute("aria-current"); });
          links[entry.target.id].classList.add("here");
          links[entry.target.id].setAttribute("aria-current", "true");
        }
      });
    }, { rootMargin: "-15% 0px -75% 0px" });
    each("main > section[id]", function (section) { observer.observe(section); });
  }
})();
