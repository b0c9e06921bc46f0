// What shows many integrations at a time: the search, the chooser, the comparison, matrices and the picture.

import assert from 'node:assert/strict'
import { pathToFileURL } from 'node:url'
import { after, before, test } from 'node:test'
import { PAGES } from './pages.js'
import { open } from './site.js'

let site
before(async () => { site = await open() })
after(() => site?.close())

/** A matrix with more columns than fit on a sheet. */
const WIDE = 'docs/ticketing/users/list.matrix.html'

/** Ordinary questions, and what the page that the first result leads to has: an element, and words in it. */
const QUESTIONS = {
  'who can create a contact with phones': ['#results', 'HubSpot'],
  'what Pipedrive requires': ['h1', 'Pipedrive'],
  'required fields pipedrive': ['h1', 'Pipedrive'],
  'what does Zoho CRM support': ['h1', 'Zoho CRM'],
  'everything since yesterday': ['h1', 'Everything since yesterday'],
  'truto_exclude_fields in Rust': [':target, h2', 'How do I leave fields out?'],
  'who imports tickets': ['#results', 'Zendesk'],
  'which integrations support creating contacts': ['#results', 'Pipedrive'],
  'what to do about 429': ['h1', '429'],
  'HubSpot against Salesforce': ['#summary', 'HubSpot and Salesforce differ'],
  attachments: ['h1', 'Attachments'],
  'a custom field': ['h1', 'Custom fields'],
}

for (const [question, [place, words]] of Object.entries(QUESTIONS)) {
  test(`one search answers: ${question}`, async () => {
    const { page, faults, close } = await site.visit(PAGES.home)
    await page.locator('#question').pressSequentially(question[0])
    await page.locator('#search-input').fill(question)
    await page.locator('#search-results [aria-selected=true]').waitFor()
    await page.keyboard.press('Enter')
    await page.locator(place).filter({ hasText: words }).first().waitFor({ timeout: 5000 })
    assert.deepEqual(faults, [])
    await close()
  })
}

for (const name of ['chooser', 'compare']) {
  test(`the ${name} has the header and the search of the site`, async () => {
    const { page, close } = await site.visit(PAGES[name])
    assert.equal(await page.locator('.top a[aria-current]').count(), 1)
    await page.keyboard.press('/')
    await page.locator('#search-input').fill('rate limits')
    await page.locator('#search-results [aria-selected=true]').waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL('**/guides/rate-limits.html')
    await close()
  })
}

test('the chooser and the comparison work as files', async () => {
  const files = pathToFileURL(`${process.env.REFERENCE}/`)
  const { page, close } = await site.visit(PAGES.home)
  const errors = []
  page.on('pageerror', error => errors.push(String(error)))
  for (const [path, words] of [
    ['support-chooser/index.html#crm.contacts.create=', /integrations support it/],
    ['compare/index.html#with=hubspot,salesforce', /HubSpot and Salesforce differ/],
  ]) {
    await page.goto(new URL(path, files).href)
    await page.locator('#summary').filter({ hasText: words }).waitFor({ timeout: 5000 })
    const [rounded, links] = await page.evaluate(() => [
      getComputedStyle(document.getElementById('share')).borderRadius,
      [...document.querySelectorAll('#results a')].map(link => new URL(link.href).pathname),
    ])
    assert.equal(rounded, '8px')
    assert.ok(links.length > 0 && links.every(link => link.endsWith('.md')), links[0])
  }
  assert.deepEqual(errors, [])
  await close()
})

test('on a phone, names break between words', async () => {
  const compared = `${PAGES.compare}#with=hubspot,salesforce&resource=crm.contacts`
  for (const path of [PAGES.create, PAGES.integration, PAGES.integrations, PAGES.matrix, PAGES.resource, compared]) {
    const { page, close } = await site.visit(path, { width: 390 })
    const [count, broken] = await page.evaluate(() => {
      const names = [...document.querySelectorAll('main table :is(code, a)')].filter(name => name.checkVisibility())
      const texts = names.flatMap(name => [...name.childNodes].filter(node => node.nodeType === Node.TEXT_NODE))
      const isBroken = (text) => {
        // Vertical text has lines from side to side.
        if (getComputedStyle(text.parentElement).writingMode !== 'horizontal-tb') return false
        return [...text.data.matchAll(/[\p{L}\p{N}]+/gu)].some(({ index, 0: word }) => {
          const range = new Range()
          range.setStart(text, index)
          range.setEnd(text, index + word.length)
          return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1
        })
      }
      return [texts.length, texts.filter(isBroken).map(text => text.data)]
    })
    assert.ok(count > 10, `${path} has ${count} names`)
    assert.deepEqual(broken, [], path)
    await close()
  }
})

test('on a phone and on paper, the tables take the place of the picture', async () => {
  for (const [options, isShown] of [[{}, true], [{ width: 390 }, false], [{ media: 'print' }, false]]) {
    const { page, close } = await site.visit(PAGES.integrations, options)
    assert.equal(await page.locator('img[src$="coverage.svg"]').isVisible(), isShown, JSON.stringify(options))
    assert.ok(await page.locator('.coverage td.shade-4').first().isVisible())
    await close()
  }
})

test('on paper, a wide matrix is a table per group of columns', async () => {
  const { page, close } = await site.visit(WIDE, { media: 'print' })
  const heads = () => page.evaluate(() => [...document.querySelectorAll('.matrix table')]
    .filter(table => table.checkVisibility())
    .map(table => [...table.tHead.querySelectorAll('a')].map(link => link.textContent)))
  const [all] = await heads()
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
  const groups = await heads()
  assert.ok(groups.length > 1 && groups.every(group => group.length > 0 && group.length <= 16), JSON.stringify(groups.map(group => group.length)))
  assert.deepEqual(groups.flat(), all)
  const widths = await page.evaluate(() => [...document.querySelectorAll('.on-paper tr')].map((row) => {
    return [...row.cells].reduce((sum, cell) => sum + cell.colSpan, 0) - row.closest('table').tHead.rows[0].cells.length
  }))
  assert.ok(widths.length > 10 && widths.every(width => width === 0), JSON.stringify(widths))
  await page.evaluate(() => dispatchEvent(new Event('afterprint')))
  assert.deepEqual(await heads(), [all])
  await close()
})

test('the head of a long table stays in view, and a link to a row leads below it', async () => {
  const { page, close } = await site.visit(`${PAGES.integration}#crm.contacts.create`)
  await page.waitForTimeout(200)
  const [top, head, row, anchor, left] = await page.evaluate(() => {
    const target = document.getElementById('crm.contacts.create')
    const table = target.closest('table')
    return [
      document.querySelector('.top').getBoundingClientRect().bottom, table.tHead.rows[0].cells[0].getBoundingClientRect(),
      target.closest('tr').getBoundingClientRect(), target.getBoundingClientRect(), table.getBoundingClientRect().left,
    ].map(box => (typeof box === 'number' ? box : box.toJSON()))
  })
  assert.ok(Math.abs(head.top - top) < 1, `the head is at ${head.top}, below a header that ends at ${top}`)
  assert.ok(row.top >= head.bottom - 1 && row.bottom <= 900, `the row is at ${row.top}, the head ends at ${head.bottom}`)
  assert.ok(anchor.left >= left, `the sign of the link begins at ${anchor.left}, the table at ${left}`)
  await close()
})

test('the focus is visible on each stop of the tab key', async () => {
  for (const path of [PAGES.home, PAGES.chooser, PAGES.compare, PAGES.matrix]) {
    const { page, close } = await site.visit(path)
    const seen = new Set()
    for (let stop = 0; stop < 60; stop++) {
      await page.keyboard.press('Tab')
      const [name, isVisible] = await page.evaluate(() => {
        const { activeElement: element } = document
        const { outlineStyle } = getComputedStyle(element)
        const { top, bottom, left, right } = element.getBoundingClientRect()
        const isInView = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth
        return [element.outerHTML.slice(0, 120), element !== document.body && isInView && outlineStyle !== 'none']
      })
      assert.ok(isVisible, `${path}: ${name}`)
      seen.add(name)
    }
    assert.ok(seen.size > 20, `${path} has ${seen.size} stops`)
    await close()
  }
})

test('keys alone choose and compare', async () => {
  const { page, close } = await site.visit(PAGES.chooser)
  await page.locator('#find').focus()
  await page.keyboard.type('crm create contact phone numbers')
  await page.keyboard.press('Enter')
  await page.locator('#summary').filter({ hasText: 'support it' }).waitFor({ timeout: 5000 })
  assert.ok(page.url().endsWith('#crm.contacts.create=phone_numbers'), page.url())
  await page.goto(page.url().replace(/docs.*/, PAGES.compare))
  await page.locator('#find').focus()
  for (const name of ['hubspot', 'salesforce']) {
    await page.keyboard.type(name)
    await page.keyboard.press('Enter')
  }
  await page.locator('#summary').filter({ hasText: 'HubSpot and Salesforce differ' }).waitFor({ timeout: 5000 })
  await close()
})

test('keys alone pin a column of a matrix', async () => {
  const { page, close } = await site.visit(PAGES.matrix)
  const pin = page.getByRole('button', { name: 'Pin HubSpot' })
  await pin.focus()
  await page.keyboard.press('Enter')
  assert.equal(await pin.getAttribute('aria-pressed'), 'true')
  assert.equal(await page.locator('.matrix thead a').first().textContent(), 'HubSpot')
  assert.ok(page.url().endsWith('#pinned=hubspot'), page.url())
  await close()
})
