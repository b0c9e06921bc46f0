'use strict'

// Makes tabs of samples in several languages, and remembers the language for all pages.
for (const [number, box] of document.querySelectorAll('.beside > section').entries()) {
  const samples = [...box.querySelectorAll(':scope > .sample')]
  if (samples.length < 2) continue
  const list = document.createElement('div')
  list.className = 'tabs'
  list.setAttribute('role', 'tablist')
  list.setAttribute('aria-labelledby', box.getAttribute('aria-labelledby'))
  const name = (sample) => sample.querySelector('h3').textContent

  const tabs = samples.map((sample, index) => {
    const tab = document.createElement('button')
    tab.type = 'button'
    tab.id = `tab-${number}-${index}`
    tab.textContent = name(sample)
    tab.setAttribute('role', 'tab')
    sample.id = `sample-${number}-${index}`
    sample.setAttribute('role', 'tabpanel')
    sample.setAttribute('aria-labelledby', tab.id)
    tab.setAttribute('aria-controls', sample.id)
    tab.addEventListener('click', () => show(index, true))
    list.append(tab)
    return tab
  })

  const show = (shown, isChosen) => {
    for (const [index, sample] of samples.entries()) {
      sample.hidden = index !== shown
      tabs[index].setAttribute('aria-selected', index === shown)
      tabs[index].tabIndex = index === shown ? 0 : -1
    }
    if (!isChosen) return
    tabs[shown].focus()
    try { localStorage.setItem('language', name(samples[shown])) } catch { /* Not remembered. */ }
  }

  list.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    show((tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length, true)
  })

  let language = null
  try { language = localStorage.getItem('language') } catch { /* The first one. */ }
  box.classList.add('has-tabs')
  samples[0].before(list)
  show(Math.max(0, samples.findIndex((sample) => name(sample) === language)), false)

  // A link to the section of a language shows it.
  const follow = () => {
    const target = siteTarget()
    const index = samples.findIndex((sample) => target && sample.contains(target))
    if (index >= 0) show(index, false)
  }
  addEventListener('hashchange', follow)
  follow()
}
