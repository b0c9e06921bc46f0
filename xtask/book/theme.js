'use strict'

// The button for the other theme. A choice that is that of the system is forgotten, so that the page follows the system again.
{
  const root = document.documentElement
  const button = document.getElementById('theme')
  const system = matchMedia('(prefers-color-scheme: dark)')
  const isDark = () => root.classList.contains('dark') || system.matches && !root.classList.contains('light')
  const tell = () => button.setAttribute('aria-pressed', isDark())

  button.addEventListener('click', () => {
    const chosen = isDark() ? 'light' : 'dark'
    root.classList.remove('light', 'dark')
    const isOfSystem = (chosen === 'dark') === system.matches
    if (!isOfSystem) root.classList.add(chosen)
    try {
      if (isOfSystem) localStorage.removeItem('mdbook-theme')
      else localStorage.setItem('mdbook-theme', chosen)
      // The pages of rustdoc have the same theme.
      localStorage.setItem('rustdoc-use-system-theme', isOfSystem)
      localStorage.setItem('rustdoc-theme', chosen)
    } catch { /* Without a store, the choice is that of this page. */ }
    tell()
  })
  system.addEventListener('change', tell)
  tell()
}
