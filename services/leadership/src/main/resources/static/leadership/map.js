// Moves the date field by a slider. Without this script the field does the same by itself.
(() => {
  'use strict';
  const form = document.getElementById('moment');
  const slider = document.getElementById('day');
  if (!form || !slider) return;
  const field = document.getElementById('at');
  const first = Date.parse(slider.dataset.from);
  const day = () => new Date(first + Number(slider.value) * 86400000).toISOString().slice(0, 10);
  const tell = () => { field.value = day(); slider.setAttribute('aria-valuetext', day()); };
  const follow = () => {
    const at = Date.parse(field.value);
    slider.value = Number.isNaN(at) ? slider.max : Math.round((at - first) / 86400000);
    slider.setAttribute('aria-valuetext', day());
  };
  slider.closest('[hidden]').hidden = false;
  form.addEventListener('submit', follow);
  slider.addEventListener('input', tell);
  slider.addEventListener('change', () => { tell(); form.requestSubmit(); });
})();
