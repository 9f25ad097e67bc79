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

  // Maps: buttons, arrow keys and dragging show a part of the tissue at a larger scale.
  var MOST = 16;

  function toolbar(names, press) {
    var bar = document.createElement("div");
    bar.className = "zoom";
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", "Size of the map");
    names.forEach(function (name) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = name[0];
      button.addEventListener("click", function () { press(name[1]); });
      bar.appendChild(button);
    });
    return bar;
  }

  function zoomable(svg) {
    var base = svg.getAttribute("viewBox").split(" ").map(Number);
    var left = 0, top = 0, factor = 1, from = null;
    var box = svg.parentNode;
    var length = box.querySelector(".length");

    function show() {
      var most = 1 - 1 / factor;
      left = Math.min(Math.max(left, 0), most);
      top = Math.min(Math.max(top, 0), most);
      svg.setAttribute("viewBox", [
        base[0] + left * base[2], base[1] + top * base[3], base[2] / factor, base[3] / factor
      ].join(" "));
      svg.classList.toggle("zoomed", factor > 1);
      if (length && length.dataset.um) {
        length.textContent = (length.dataset.um / factor).toLocaleString("en") + " \u00b5m";
      }
    }

    function zoom(by) {
      var next = by ? Math.min(Math.max(factor * by, 1), MOST) : 1;
      left += (1 / factor - 1 / next) / 2;
      top += (1 / factor - 1 / next) / 2;
      factor = next;
      show();
    }

    svg.setAttribute("tabindex", "0");
    svg.addEventListener("keydown", function (event) {
      var step = 0.25 / factor;
      var keys = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
      var move = keys[event.key];
      if (move && factor > 1) { left += move[0]; top += move[1]; show(); }
      else if (event.key === "+") { zoom(2); }
      else if (event.key === "-") { zoom(0.5); }
      else if (event.key === "0") { zoom(0); }
      else { return; }
      event.preventDefault();
    });
    svg.addEventListener("pointerdown", function (event) {
      from = factor > 1 ? [event.clientX, event.clientY, left, top] : null;
    });
    svg.addEventListener("pointermove", function (event) {
      if (!from || !event.buttons) { return; }
      left = from[2] - (event.clientX - from[0]) / svg.clientWidth / factor;
      top = from[3] - (event.clientY - from[1]) / svg.clientHeight / factor;
      show();
    });
    box.parentNode.insertBefore(
      toolbar([["Larger", 2], ["Smaller", 0.5], ["Whole map", 0]], zoom), box.nextSibling);
    return { show: function (other) { base = other; show(); } };
  }

  var zooms = {};
  each(".map-box > svg.tissue", function (svg) { zooms[svg.id] = zoomable(svg); });

  // Genes and cell types: a press on a small map makes it the large one; the pointer reads its value there.
  each(".gene-maps", function (maps) {
    var large = maps.querySelector("svg.tissue");
    var size = [Number(maps.dataset.width), Number(maps.dataset.height)];
    var bin = Number(maps.dataset.bin);
    var chosen = null;
    var levels = {};
    var atlas = null;
    each(".gradient rect", function (step, level) {
      levels[parseInt(step.getAttribute("fill").slice(1), 16)] = level;
    }, maps);
    var highest = maps.querySelectorAll(".gradient rect").length - 1;
    pixels(maps.querySelector(".store image").getAttribute("href"), function (canvas, context) { atlas = context; });

    function choose(item, button) {
      chosen = item.dataset;
      var name = item.querySelector(".tile-name").textContent;
      each(".gene-tiles button", function (other) { other.setAttribute("aria-pressed", String(other === button)); }, maps);
      zooms[large.id].show([Number(chosen.x), Number(chosen.y), size[0], size[1]]);
      large.querySelector("title").textContent = maps.dataset.map + " " + name;
      maps.querySelector(".gene-name").textContent = name;
      maps.querySelector(".gene-top").textContent = Number(chosen.top).toFixed(2);
      maps.querySelector(".gene-value").textContent = "";
    }

    each(".gene-tiles li", function (item, i) {
      var button = document.createElement("button");
      button.type = "button";
      while (item.firstChild) { button.appendChild(item.firstChild); }
      item.appendChild(button);
      button.addEventListener("click", function () { choose(item, button); });
      if (i === 0) { choose(item, button); }
    }, maps);

    large.addEventListener("pointermove", function (event) {
      var box = large.getBoundingClientRect();
      var view = large.viewBox.baseVal;
      var x = Math.floor(view.x + (event.clientX - box.left) / box.width * view.width);
      var y = Math.floor(view.y + (event.clientY - box.top) / box.height * view.height);
      if (!atlas || x < 0 || y < 0) { return; }
      var color = atlas.getImageData(x, y, 1, 1).data;
      var said = maps.dataset.empty;
      if (color[3]) {
        var level = levels[(color[0] << 16) | (color[1] << 8) | color[2]];
        said = (level === highest ? "at least " : "about ") + (level / highest * Number(chosen.top)).toFixed(2);
      }
      var um = [Number(maps.dataset.left) + (x - chosen.x + 0.5) * bin, Number(maps.dataset.top) + (y - chosen.y + 0.5) * bin];
      maps.querySelector(".gene-value").textContent =
        "x " + Math.round(um[0]).toLocaleString("en") + ", y " + Math.round(um[1]).toLocaleString("en") + " \u00b5m: " + said;
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
