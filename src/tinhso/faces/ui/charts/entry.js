/* Tỉnh Số, EUPL-1.2. What of Apache ECharts the house takes: bars, radar, canvas. Bundled by `faces/ui/build_charts.py`. */
import { init, use } from "echarts/core";
import { BarChart, RadarChart } from "echarts/charts";
import { GridSimpleComponent, RadarComponent } from "echarts/components";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, RadarChart, GridSimpleComponent, RadarComponent, CanvasRenderer]);

export { init };
