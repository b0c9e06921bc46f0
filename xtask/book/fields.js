'use strict'

// Tables of fields: the fields of an object fold. A link to a field opens what hides it.
{
  const depth = (row) => Number(row.dataset.depth ?? 0)

  /** The rows of the fields of an object. */
  const inside = (row) => {
    const rows = []
    for (let next = row.nextElementSibling; next && depth(next) > depth(row); next = next.nextElementSibling) rows.push(next)
    return rows
  }

  const name = (row) => row.cells[0].querySelector('code')?.textContent ?? ''

  const isOpen = (row) => row.querySelector('.fold')?.getAttribute('aria-expanded') !== 'false'

  const fold = (row, open) => {
    const button = row.querySelector('.fold')
    const rows = inside(row)
    button.setAttribute('aria-expanded', open)
    const count = rows.filter((inner) => depth(inner) === depth(row) + 1).length
    button.textContent = open ? 'Hide fields' : count === 1 ? 'Show 1 field' : `Show ${count} fields`
    button.setAttribute('aria-label', `${button.textContent} of ${name(row)}`)
    // An object in this one stays as it was.
    let closed = null
    for (const inner of rows) {
      if (closed !== null && depth(inner) > closed) continue
      closed = isOpen(inner) ? null : depth(inner)
      inner.hidden = !open
      if (closed !== null) for (const hidden of inside(inner)) hidden.hidden = true
    }
  }

  /** A button for all objects of a table. */
  const makeOpener = (table, objects) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'fold all'
    const tell = () => { button.textContent = objects.every(isOpen) ? 'Fold all objects' : 'Unfold all objects' }
    button.addEventListener('click', () => {
      const open = !objects.every(isOpen)
      for (const row of objects) fold(row, open)
      tell()
    })
    tell()
    table.addEventListener('click', tell)
    return button
  }

  for (const table of document.querySelectorAll('.of-field, .of-parameter, .of-option')) {
    const rows = [...table.tBodies[0].rows]
    const objects = rows.filter((row) => row.nextElementSibling && depth(row.nextElementSibling) > depth(row))
    for (const row of objects) {
      const button = document.createElement('button')
      button.type = 'button'
      button.className = 'fold'
      button.addEventListener('click', () => fold(row, !isOpen(row)))
      row.cells[1]?.append(' ', button)
    }
    // From the inside, so that an object counts what it hides.
    for (const row of objects.toReversed()) fold(row, false)
    if (objects.length > 1) table.parentElement.before(makeOpener(table, objects))
  }

  const reveal = () => {
    const target = siteTarget()
    if (!target) return
    for (let box = target.closest('details'); box; box = box.parentElement.closest('details')) box.open = true
    const row = target.closest('tr')
    if (row?.hidden) {
      let level = depth(row)
      for (let above = row.previousElementSibling; above && level > 0; above = above.previousElementSibling) {
        if (depth(above) >= level) continue
        level = depth(above)
        fold(above, true)
      }
    }
    target.scrollIntoView({ block: 'center' })
  }
  addEventListener('hashchange', reveal)
  if (location.hash) reveal()

  // Everything is found on paper and by the browser's own search.
  addEventListener('beforeprint', () => {
    for (const box of document.querySelectorAll('.content details:not([open])')) {
      box.open = true
      box.dataset.printed = ''
    }
    for (const row of document.querySelectorAll('.content :is(.of-field, .of-parameter, .of-option) tr[hidden]')) {
      row.hidden = false
      row.dataset.printed = ''
    }
  })
  addEventListener('afterprint', () => {
    for (const box of document.querySelectorAll('.content details[data-printed]')) {
      box.open = false
      delete box.dataset.printed
    }
    for (const row of document.querySelectorAll('.content tr[data-printed]')) {
      row.hidden = true
      delete row.dataset.printed
    }
  })
}
