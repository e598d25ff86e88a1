/* Tỉnh Số, EUPL-1.2. Draws what stands in the data of the page; colours are those of the style sheet, motion none. */
(function () {
  "use strict";
  var SMALL = 560;

  function colours(area) {
    var style = getComputedStyle(area);
    return function (name) { return style.getPropertyValue("--chart-" + name).trim(); };
  }

  function font() { return getComputedStyle(document.body).fontFamily; }

  /* A long name breaks between words, so that it fits beside its bar. */
  function broken(name, most) {
    return name.split(" ").reduce(function (lines, word) {
      var last = lines[lines.length - 1];
      if (last && (last + " " + word).length <= most) lines[lines.length - 1] = last + " " + word;
      else lines.push(word);
      return lines;
    }, []).join("\n");
  }

  function bar(one, of) {
    var lost = one.kind === "loss" || one.kind === "unknown";
    var ink = one.kind === "unknown" ? of("grey") : of("gold");
    return { value: one.height, itemStyle: lost ? {
      color: "#ffffff", borderColor: ink, borderWidth: 1,
      decal: { symbol: "rect", color: ink, dashArrayX: [1, 0], dashArrayY: one.kind === "unknown" ? [1, 5] : [2, 4], rotation: one.kind === "unknown" ? 0 : Math.PI / 4 }
    } : { color: one.kind === "total" ? of("main") : of("dark") } };
  }

  function waterfall(bars, of, width) {
    var text = { color: of("text"), fontFamily: font(), fontSize: 14 }, small = width < SMALL;
    return {
      animation: false,
      grid: { left: 4, right: 76, top: 4, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
      xAxis: { type: "value", max: bars[0].height, axisLabel: { show: false }, splitLine: { lineStyle: { color: of("line") } } },
      yAxis: { type: "category", inverse: true, data: bars.map(function (one) { return broken(one.name, small ? 14 : 34); }),
        axisLabel: Object.assign({ interval: 0, lineHeight: 17 }, text, small ? { fontSize: 12 } : {}), axisTick: { show: false }, axisLine: { lineStyle: { color: of("line") } } },
      series: [
        { type: "bar", stack: "all", silent: true, itemStyle: { color: "transparent" }, data: bars.map(function (one) { return one.base; }) },
        { type: "bar", stack: "all", silent: true, barWidth: "62%", data: bars.map(function (one) { return bar(one, of); }),
          label: Object.assign({ show: true, position: "right", formatter: function (point) { return bars[point.dataIndex].label; } }, text) }
      ]
    };
  }

  function ring(values, colour, line, symbol) {
    return { value: values, symbol: symbol, symbolSize: 8, lineStyle: { color: colour, width: 2.5, type: line }, itemStyle: { color: colour }, areaStyle: { opacity: 0 } };
  }

  function radar(data, of, width) {
    var small = width < SMALL;
    return {
      animation: false,
      radar: {
        radius: small ? "82%" : "76%", splitNumber: 4, splitArea: { show: false },
        splitLine: { lineStyle: { color: of("line") } }, axisLine: { lineStyle: { color: of("line") } },
        axisName: { color: of("text"), fontFamily: font(), fontSize: small ? 12 : 14, lineHeight: 17 },
        indicator: data.names.map(function (name, place) { return { name: small ? data.codes[place] : broken(name, 22), max: 1, min: 0 }; })
      },
      series: [{ type: "radar", silent: true, data: [
        ring(data.best, of("gold"), "dotted", "triangle"),
        ring(data.median, of("grey"), "dashed", "rect"),
        ring(data.own, of("main"), "solid", "circle")
      ] }]
    };
  }

  /* One bar for each choice, the cheapest first; its length is what it adds. */
  function pareto(bars, of, width) {
    var text = { color: of("text"), fontFamily: font(), fontSize: width < SMALL ? 12 : 14 };
    return {
      animation: false,
      grid: { left: 4, right: 76, top: 4, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
      xAxis: { type: "value", min: 0, axisLabel: { show: false }, splitLine: { lineStyle: { color: of("line") } } },
      yAxis: { type: "category", inverse: true, data: bars.map(function (one) { return one.name; }),
        axisLabel: Object.assign({ interval: 0 }, text), axisTick: { show: false }, axisLine: { lineStyle: { color: of("line") } } },
      series: [{ type: "bar", silent: true, barMaxWidth: 28, itemStyle: { color: of("main") }, data: bars.map(function (one) { return one.height; }),
        label: Object.assign({ show: true, position: "right", formatter: function (point) { return bars[point.dataIndex].label; } }, text) }]
    };
  }

  var DRAWN = { waterfall: waterfall, radar: radar, pareto: pareto };

  function draw(area, data) {
    area.closest(".house-chart").hidden = false;
    var chart = window.echarts.init(area), of = colours(area);
    function show() {
      chart.resize();
      chart.setOption(DRAWN[area.dataset.chart](data, of, area.clientWidth), true);
    }
    show();
    window.addEventListener("resize", show);
    if (document.fonts) document.fonts.ready.then(show);
  }

  document.addEventListener("DOMContentLoaded", function () {
    var found = document.getElementById("bieu-do");
    if (!found || !window.echarts) return;
    var data = JSON.parse(found.textContent);
    document.querySelectorAll("[data-chart]").forEach(function (area) { draw(area, data[area.dataset.chart]); });
  });
})();
