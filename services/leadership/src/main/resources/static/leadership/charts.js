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

  // Lines may coincide for years: the thin and the dashed ones lie on the thick ones, so that each
  // is seen.
  const styles = {
    value: { colour: 'series-1', width: 2.5, type: 'solid', z: 2 },
    projection: { colour: 'series-1', width: 2, type: 'dotted', z: 3 },
    limit: { colour: 'limit', width: 1.5, type: 'dashed', z: 4 },
    baseline: { colour: 'soft', width: 1.5, type: 'dashed', z: 4 },
    planned: { colour: 'text', width: 1.5, type: 'dashed', z: 4 },
    earned: { colour: 'series-2', width: 6, type: 'solid', z: 2 },
    spent: { colour: 'series-3', width: 2, type: 'solid', z: 3 },
  };

  // Months between two labels, so that labels have room and each step is as long as the others.
  const steps = [1, 2, 3, 6, 12, 24, 60, 120];
  const label = 72;
  const monthOf = (at) => new Date(at).getUTCFullYear() * 12 + new Date(at).getUTCMonth();
  function months(from, until, width) {
    const all = monthOf(until) - monthOf(from);
    const step = steps.find((each) => (all / each) * label <= width) || steps[steps.length - 1];
    return { all, step };
  }

  // Whether a limit is another one from the newest figures on, which a step at the edge would hide.
  const changesAtEnd = (line) => line.role === 'limit' && line.points.length > 1
    && line.points[line.points.length - 1].y !== line.points[line.points.length - 2].y;

  function series(line, index, chart, newest, end) {
    const style = styles[line.role] || styles.value;
    const tone = colour(style.colour);
    const points = line.points.map((p) => ({ value: [p.x, p.y], text: p.text }));
    const stands = line.points[line.points.length - 1];
    if (line.role === 'limit' && stands && stands.y !== null && stands.x < end) {
      points.push({ value: [end, stands.y], text: stands.text });
    }
    // A line of one day would not be seen; a limit holds from its first day on.
    return {
      name: line.name, type: 'line', step: line.step ? 'end' : false, data: points,
      symbol: points.length === 1 ? 'circle' : 'none', symbolSize: 6, color: tone,
      lineStyle: { color: tone, width: style.width, type: index > 1 && line.role === 'baseline' ? 'dotted' : style.type },
      emphasis: { disabled: true }, z: style.z,
      markPoint: index === 0 && chart.marks.length ? {
        symbol: 'circle', symbolSize: 10, label: { show: false }, silent: false,
        data: chart.marks.map((m) => ({
          coord: [m.x, m.y], name: m.text,
          itemStyle: { color: colour(m.change === 'CLEARED' ? 'good' : m.change === 'EASED' ? 'beyond' : 'deep'), borderColor: colour('ground'), borderWidth: 2 },
        })),
      } : undefined,
      markArea: index === 0 && chart.spans.length ? {
        silent: true, itemStyle: { color: faint(colour('deep')) },
        data: chart.spans.map((s) => [{ xAxis: s.from < newest ? s.from : newest }, { xAxis: s.to && s.to < newest ? s.to : newest }]),
      } : undefined,
    };
  }

  function option(chart, place) {
    const days = chart.lines.flatMap((l) => l.points.map((p) => p.x)).sort();
    const reached = days[days.length - 1];
    const beyond = chart.lines.some(changesAtEnd) ? (Date.parse(reached) - Date.parse(days[0])) / 25 : 0;
    const last = new Date(Date.parse(reached) + beyond).toISOString().slice(0, 10);
    const newest = chart.lines[0].points[chart.lines[0].points.length - 1].x;
    const soft = colour('soft');
    const along = months(Date.parse(days[0]), Date.parse(last), place.clientWidth - 60);
    const drawn = chart.lines.flatMap((l) => l.points.map((p) => p.y)).filter((y) => y !== null);
    const lowest = Math.min(...drawn);
    const highest = Math.max(...drawn);
    // A line that lies on the axis would not be seen, but for the axis of nothing.
    const below = lowest >= 0 && lowest <= (highest - lowest) / 10 ? 0 : '8%';
    const day = (at) => {
      const date = new Date(at).toISOString().slice(0, 10);
      const row = place.parentElement.querySelector('tr[data-date="' + date + '"] th a');
      return row ? row.textContent : date;
    };
    const spoken = chart.lines.map((l) => l.name + ': ' + (l.points.length ? l.points[l.points.length - 1].text : '')).join('; ');
    return {
      animation: false, useUTC: true, textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      aria: { enabled: true, label: { description: chart.title + '. ' + spoken } },
      grid: { left: 4, right: 32, top: 10, bottom: 4, containLabel: true },
      tooltip: {
        trigger: 'axis', renderMode: 'richText', confine: true, backgroundColor: colour('raised'), borderColor: colour('edge'),
        textStyle: { color: colour('text'), fontSize: 12 }, axisPointer: { lineStyle: { color: colour('edge-strong') } },
        formatter: (items) => {
          const at = items[0].axisValue;
          const lines = [day(at)];
          items.forEach((i) => lines.push(i.seriesName + ': ' + i.data.text));
          chart.marks.filter((m) => Date.parse(m.figures) === at).forEach((m) => lines.push(m.text));
          return lines.join('\n');
        },
      },
      xAxis: {
        type: 'time', min: days[0], max: last, axisLine: { lineStyle: { color: colour('edge') } }, axisTick: { show: false },
        // A tick a month; of these every so many are named.
        splitNumber: Math.max(1, along.all), minInterval: 28 * 86400000,
        axisLabel: {
          color: soft, fontSize: 11, hideOverlap: false,
          formatter: (at) => (new Date(at).getUTCDate() === 1 && monthOf(at) % along.step === 0 ? month(at) : ''),
        },
      },
      yAxis: {
        type: 'value', scale: true, boundaryGap: [below, '8%'], splitNumber: 4, splitLine: { lineStyle: { color: colour('grid') } },
        axisLabel: { color: soft, fontSize: 11, formatter: (v) => number.format(v) + (chart.unit === '%' ? (language === 'ru' ? '\u00a0%' : '%') : '') },
      },
      series: chart.lines.map((l, i) => series(l, i, chart, newest, last)),
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
