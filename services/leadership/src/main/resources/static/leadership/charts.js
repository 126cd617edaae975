// Draws the charts of a node. The page holds the same figures as tables, so nothing is lost without
// this script; colours come from the style sheet and follow it from light to dark.
(() => {
  'use strict';
  const holder = document.querySelector('[data-charts]');
  if (!holder || typeof echarts === 'undefined') return;
  const language = document.documentElement.lang;
  // Not every browser knows Kazakh: its numbers are written as in Russian, and the names of months
  // and days come with the page.
  const number = new Intl.NumberFormat(language === 'kk' ? 'ru' : language, { maximumFractionDigits: 2 });
  const names = holder.dataset.months.split(' ');
  const month = (at) => names[new Date(at).getUTCMonth()] + '\u00a0' + new Date(at).getUTCFullYear();
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  const faint = (hex) => hex + '1f';

  const styles = {
    value: { colour: 'series-1', width: 2.5, type: 'solid' },
    limit: { colour: 'limit', width: 1.5, type: 'dashed' },
    baseline: { colour: 'soft', width: 1.5, type: 'dashed' },
    planned: { colour: 'soft', width: 2, type: 'dashed' },
    earned: { colour: 'series-2', width: 2.5, type: 'solid' },
    spent: { colour: 'series-3', width: 2.5, type: 'solid' },
  };

  function series(line, index, chart, last) {
    const style = styles[line.role] || styles.value;
    const tone = colour(style.colour);
    const points = line.points.map((p) => ({ value: [p.x, p.y], text: p.text }));
    // A line of one day would not be seen; a limit holds from its first day on.
    return {
      name: line.name, type: 'line', step: line.step ? 'end' : false, data: points,
      symbol: points.length === 1 ? 'circle' : 'none', symbolSize: 6, color: tone,
      lineStyle: { color: tone, width: style.width, type: index > 1 && line.role === 'baseline' ? 'dotted' : style.type },
      emphasis: { disabled: true }, z: line.role === 'limit' ? 3 : 2,
      markPoint: index === 0 && chart.marks.length ? {
        symbol: 'circle', symbolSize: 10, label: { show: false }, silent: false,
        data: chart.marks.map((m) => ({
          coord: [m.x, m.y], name: m.text,
          itemStyle: { color: colour(m.change === 'CLEARED' || m.change === 'EASED' ? 'good' : 'deep'), borderColor: colour('ground'), borderWidth: 2 },
        })),
      } : undefined,
      markArea: index === 0 && chart.spans.length ? {
        silent: true, itemStyle: { color: faint(colour('deep')) },
        data: chart.spans.map((s) => [{ xAxis: s.from }, { xAxis: s.to || last }]),
      } : undefined,
    };
  }

  function option(chart, place) {
    const days = chart.lines.flatMap((l) => l.points.map((p) => p.x)).sort();
    const last = days[days.length - 1];
    const soft = colour('soft');
    const narrow = place.clientWidth < 360;
    const day = (at) => {
      const date = new Date(at).toISOString().slice(0, 10);
      const row = place.parentElement.querySelector('tr[data-date="' + date + '"] th a');
      return row ? row.textContent : date;
    };
    const spoken = chart.lines.map((l) => l.name + ': ' + (l.points.length ? l.points[l.points.length - 1].text : '')).join('; ');
    return {
      animation: false, useUTC: true, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      aria: { enabled: true, label: { description: chart.title + '. ' + spoken } },
      grid: { left: 4, right: 16, top: 10, bottom: 4, containLabel: true },
      tooltip: {
        trigger: 'axis', renderMode: 'richText', confine: true, backgroundColor: colour('raised'), borderColor: colour('edge'),
        textStyle: { color: colour('text'), fontSize: 12 }, axisPointer: { lineStyle: { color: colour('edge-strong') } },
        formatter: (items) => {
          const at = items[0].axisValue;
          const lines = [day(at)];
          items.forEach((i) => lines.push(i.seriesName + ': ' + i.data.text));
          chart.marks.filter((m) => Date.parse(m.x) === at).forEach((m) => lines.push(m.text));
          return lines.join('\n');
        },
      },
      xAxis: {
        type: 'time', min: days[0], max: last, axisLine: { lineStyle: { color: colour('edge') } }, axisTick: { show: false }, splitNumber: narrow ? 2 : 4,
        axisLabel: { color: soft, fontSize: 11, padding: [0, 8], hideOverlap: true, formatter: month },
      },
      yAxis: {
        type: 'value', scale: true, splitNumber: 4, splitLine: { lineStyle: { color: colour('grid') } },
        axisLabel: { color: soft, fontSize: 11, formatter: (v) => number.format(v) + (chart.unit === '%' ? (language === 'ru' ? '\u00a0%' : '%') : '') },
      },
      series: chart.lines.map((l, i) => series(l, i, chart, last)),
    };
  }

  function draw(charts) {
    charts.forEach((chart) => {
      const place = [...holder.querySelectorAll('[data-chart]')].find((e) => e.dataset.chart === chart.id);
      if (!place) return;
      const drawn = echarts.getInstanceByDom(place) || echarts.init(place, null, { renderer: 'canvas' });
      drawn.setOption(option(chart, place), true);
      place.dataset.drawn = 'true';
    });
  }

  fetch(holder.dataset.charts, { headers: { Accept: 'application/json' } })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status))))
    .then((charts) => {
      draw(charts);
      dark.addEventListener('change', () => draw(charts));
      new ResizeObserver(() => {
        holder.querySelectorAll('[data-chart]').forEach((e) => echarts.getInstanceByDom(e)?.resize());
      }).observe(holder);
    })
    .catch(() => {
      const sorry = document.createElement('p');
      sorry.className = 'quiet';
      sorry.textContent = holder.dataset.failed;
      holder.prepend(sorry);
    });
})();
