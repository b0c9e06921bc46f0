'use strict'

// What scrolls can have the focus, so that the arrow keys move it; what does not scroll is no stop for the tab key.
{
  const boxes = document.querySelectorAll('.content .table-wrapper, .content pre > code, .beside, .sidebar')
  const look = (box) => {
    const scrolls = box.scrollWidth > box.clientWidth + 1 || box.matches('.beside') && box.scrollHeight > box.clientHeight + 1
    if (box.matches('.sidebar') || box.closest('.matrix')) return
    box.classList.toggle('fits', !scrolls && box.matches('.table-wrapper'))
    if (!scrolls) {
      box.removeAttribute('tabindex')
      return
    }
    box.tabIndex = 0
    if (box.matches('.table-wrapper')) {
      box.setAttribute('role', 'region')
      const heads = [...box.querySelectorAll('thead th')].map((head) => head.textContent)
      box.setAttribute('aria-label', `Table: ${heads.join(', ')}`)
    }
  }
  const observer = new ResizeObserver((entries) => { for (const entry of entries) look(entry.target) })
  for (const box of boxes) observer.observe(box)

  // The place of the page is visible in the contents.
  const here = document.querySelector('.sidebar [aria-current="page"]')
  const bar = here?.closest('.sidebar')
  if (bar) bar.scrollTop = here.offsetTop - bar.clientHeight / 3
}
