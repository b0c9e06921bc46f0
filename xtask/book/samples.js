'use strict'

// Makes tabs of code in several languages: of the samples of an operation, and of programs in guides. The language is remembered
// for all of them, on this page and on others.
{
  const groups = []

  /** `JavaScript`, for the heading `JavaScript (fetch)`. */
  const nameOf = (sample) => sample.querySelector('h3, .language').textContent.replace(/ \(.*\)$/, '')

  const makeTabs = (box, number) => {
    const samples = [...box.querySelectorAll(':scope > .sample')]
    if (samples.length < 2) return
    const names = samples.map(nameOf)
    const outputs = [...box.querySelectorAll(':scope > .output')]
    const list = document.createElement('div')
    list.className = 'tabs'
    list.setAttribute('role', 'tablist')
    if (box.hasAttribute('aria-labelledby')) list.setAttribute('aria-labelledby', box.getAttribute('aria-labelledby'))
    else list.setAttribute('aria-label', 'Language')

    const tabs = samples.map((sample, index) => {
      const tab = document.createElement('button')
      tab.type = 'button'
      tab.id = `tab-${number}-${index}`
      tab.textContent = names[index]
      tab.title = sample.querySelector('h3, .language').textContent
      tab.setAttribute('role', 'tab')
      sample.id = `sample-${number}-${index}`
      sample.setAttribute('role', 'tabpanel')
      sample.setAttribute('aria-labelledby', tab.id)
      tab.setAttribute('aria-controls', sample.id)
      tab.addEventListener('click', () => choose(index))
      list.append(tab)
      return tab
    })

    const show = (shown) => {
      for (const [index, sample] of samples.entries()) {
        sample.hidden = index !== shown
        tabs[index].setAttribute('aria-selected', index === shown)
        tabs[index].tabIndex = index === shown ? 0 : -1
      }
      for (const output of outputs) output.hidden = !output.dataset.of.split(' ').includes(names[shown])
    }

    const showLanguage = (language) => {
      const index = names.indexOf(language)
      if (index >= 0) show(index)
    }

    const choose = (index) => {
      tabs[index].focus()
      const before = list.getBoundingClientRect().top
      for (const group of groups) group.showLanguage(names[index])
      // The groups above have other heights now.
      scrollBy({ top: list.getBoundingClientRect().top - before, behavior: 'instant' })
      try { localStorage.setItem('language', names[index]) } catch { /* Not remembered. */ }
    }

    list.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
      if (!step) return
      event.preventDefault()
      choose((tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length)
    })

    box.classList.add('has-tabs')
    samples[0].before(list)
    show(0)
    groups.push({ showLanguage, showTarget: (target) => showLanguage(names[samples.findIndex((sample) => sample.contains(target))]) })
  }

  for (const [number, box] of document.querySelectorAll('.beside > section, .languages').entries()) makeTabs(box, number)

  let language = null
  try { language = localStorage.getItem('language') } catch { /* The first one. */ }
  for (const group of groups) group.showLanguage(language)

  // A link to the section of a language shows it.
  const follow = () => {
    const target = siteTarget()
    if (target) for (const group of groups) group.showTarget(target)
  }
  addEventListener('hashchange', follow)
  follow()
}
