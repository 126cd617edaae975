// Puts a file into the form as text. Without this script a policy is pasted, so nothing is lost.
(() => {
  'use strict';
  const field = document.getElementById('file-field');
  const file = document.getElementById('file');
  const policy = document.getElementById('policy');
  const wrong = document.getElementById('file-wrong');
  if (!field || !file || !policy || !wrong) return;
  field.hidden = false;
  file.addEventListener('change', () => {
    const chosen = file.files[0];
    if (!chosen) return;
    wrong.hidden = chosen.size <= Number(field.dataset.most);
    if (wrong.hidden) chosen.text().then((text) => { policy.value = text; });
  });
})();
