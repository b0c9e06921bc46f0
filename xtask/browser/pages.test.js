// Each kind of page is accessible, light, complete without scripts, and as wide as the window; it asks no other server.

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { PAGES, RUSTDOC } from './pages.js'
import { open } from './site.js'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let site
before(async () => { site = await open() })
after(() => site.close())

/** What axe finds that keeps people from using a page. */
async function violations(page) {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() => axe.run({ resultTypes: ['violations'] }))
  return violations
    .filter(found => ['serious', 'critical'].includes(found.impact))
    .map(found => `${found.id}: ${found.help}\n${found.nodes.slice(0, 3).map(node => node.html.slice(0, 200)).join('\n')}`)
}

const VIEWS = [[1280, 'light'], [1280, 'dark'], [390, 'light'], [390, 'dark']]

for (const [name, path] of Object.entries({ ...PAGES, ...RUSTDOC })) {
  for (const [width, scheme] of VIEWS) {
    test(`${name}, ${width} px, ${scheme}`, async () => {
      const { page, faults, bytes, close } = await site.visit(path, { width, scheme })
      assert.deepEqual(await violations(page), [])
      assert.deepEqual(faults, [])
      if (name in PAGES) {
        const wide = await page.evaluate(() => document.scrollingElement.scrollWidth)
        assert.ok(wide <= width, `the page is ${wide} px wide`)
        assert.ok(bytes() > 1000 && bytes() <= 300_000, `the page takes ${bytes()} bytes`)
      }
      await close()
    })
  }
}

test('each page has a title and a description of its own, and one main heading', async () => {
  const seen = new Set()
  for (const path of Object.values(PAGES)) {
    const { page, close } = await site.visit(path)
    const [title, description, headings] = await page.evaluate(() => [
      document.title, document.querySelector('meta[name=description]')?.content ?? '',
      document.querySelectorAll('h1').length,
    ])
    assert.ok(title.length > 5 && description.length > 20, JSON.stringify([path, title, description]))
    assert.equal(headings, 1, path)
    assert.ok(!seen.has(title) && !seen.has(description), `${path}: another page has this title or description`)
    seen.add(title).add(description)
    await close()
  }
})

test('pages print without a menu', async () => {
  for (const path of Object.values(PAGES)) {
    const { page, close } = await site.visit(path, { media: 'print' })
    const shown = await page.evaluate(() => [...document.querySelectorAll('nav, input')]
      .filter(element => element.checkVisibility()).map(element => element.outerHTML.slice(0, 100)))
    assert.deepEqual(shown, [], path)
    await close()
  }
})

test('without scripts, samples, fields and the matrix are there', async () => {
  const operation = await site.visit(PAGES.create, { scripts: false })
  for (const text of ['curl --fail-with-body', 'requests.post', 'Client::from_env']) {
    assert.ok(await operation.page.getByText(text).first().isVisible(), text)
  }
  assert.ok(await operation.page.getByText('email_addresses.email', { exact: true }).first().isVisible())
  await operation.close()
  const matrix = await site.visit(PAGES.matrix, { scripts: false })
  assert.ok(await matrix.page.getByRole('link', { name: 'HubSpot' }).first().isVisible())
  await matrix.close()
})
