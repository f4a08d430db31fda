// Runs before the page is drawn, so that it does not flash in the other colours.
'use strict';
(() => {
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const stored = () => { try { return localStorage.getItem('theme'); } catch { return null; } };
  const current = () => root.dataset.theme ?? (dark.matches ? 'dark' : 'light');
  if (stored() === 'light' || stored() === 'dark')
    root.dataset.theme = stored();

  document.addEventListener('DOMContentLoaded', () => {
    const button = document.getElementById('theme');
    const show = () => {
      button.textContent = current() === 'dark' ? 'Light colours' : 'Dark colours';
      document.dispatchEvent(new Event('themechange'));
    };
    button.addEventListener('click', () => {
      root.dataset.theme = current() === 'dark' ? 'light' : 'dark';
      try { localStorage.setItem('theme', root.dataset.theme); } catch { /* Then it is chosen anew next time. */ }
      show();
    });
    dark.addEventListener('change', show);
    show();
  });
})();
