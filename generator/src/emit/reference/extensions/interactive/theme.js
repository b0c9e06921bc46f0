'use strict'

// Before anything is painted: the theme that the reader chose on the other pages of the site, if it is not that of the system.
try {
  const theme = localStorage.getItem('mdbook-theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.classList.add(theme)
} catch { /* Pages opened as files may have no storage. */ }
