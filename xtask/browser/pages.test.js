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
after(() => site?.close())

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
        const weight = await bytes()
        assert.ok(weight > 1000 && weight <= 300_000, `the page takes ${weight} bytes`)
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

/** The text of the file that a click downloads. */
async function downloaded(page, click) {
  const [download] = await Promise.all([page.waitForEvent('download'), click()])
  return readFile(await download.path(), 'utf8')
}

test('values of a CSV file are no formulas', async () => {
  const values = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', 'a=1', '"quoted"']
  const quoted = ['"\'=1+1"', '"\'+1"', '"\'-1"', '"\'@SUM(A1)"', '"\'\t=1"', '"a=1"', '"""quoted"""']
  const fill = (page, selector) => page.evaluate(([selector, values]) => {
    const cells = [...document.querySelectorAll(selector)].slice(0, values.length)
    for (const [index, cell] of cells.entries()) cell.textContent = values[index]
    return cells.length
  }, [selector, values])

  const compare = await site.visit(`${PAGES.compare}#with=hubspot,salesforce`)
  await compare.page.locator('#results tbody tr td').first().waitFor()
  assert.equal(await fill(compare.page, '#results tbody tr:not(:first-child) td'), values.length)
  const compared = await downloaded(compare.page, () => compare.page.locator('#csv').click())
  for (const value of quoted) assert.ok(compared.includes(value), `${value} in ${compared.slice(0, 500)}`)
  await compare.close()

  // The script of the matrix reads the cells when it starts.
  const matrix = await site.visit(PAGES.matrix, {
    before: async page => page.addInitScript(values => document.addEventListener('readystatechange', () => {
      const cells = [...document.querySelectorAll('.matrix tbody td')].slice(0, values.length)
      if (document.readyState === 'interactive') for (const [index, cell] of cells.entries()) cell.textContent = values[index]
    }), values),
  })
  await matrix.page.locator('summary', { hasText: 'Download' }).click()
  const of = await downloaded(matrix.page, () => matrix.page.getByText('Everything, CSV').click())
  for (const value of quoted) assert.ok(of.includes(value), `${value} in ${of.slice(0, 500)}`)
  await matrix.close()
})

test('the first parameter of an operation is on the first screen', async () => {
  for (const path of [PAGES.list, PAGES.create]) {
    const { page, close } = await site.visit(path)
    const row = page.locator('.of-parameter tbody tr, .of-field tbody tr').first()
    const { y, height } = await row.boundingBox()
    assert.ok(y + height <= 900, `${path}: it ends at ${y + height} px`)
    assert.ok(await page.getByText(/^Supported by \d+ integrations$/).isVisible(), path)
    await close()
  }
})

test('fields of objects are folded, unfold together, and open for a link to one of them', async () => {
  const { page, close } = await site.visit(PAGES.create)
  const inner = page.locator('[id="body-account.id"]').locator('xpath=ancestor::tr')
  assert.equal(await inner.isVisible(), false)
  const all = page.locator('#request-body ~ .fold.all').first()
  assert.equal(await all.textContent(), 'Unfold all objects')
  await all.click()
  assert.equal(await inner.isVisible(), true)
  assert.equal(await all.textContent(), 'Fold all objects')
  await all.click()
  assert.equal(await inner.isVisible(), false)
  await close()
  const linked = await site.visit(`${PAGES.create}#body-account.id`)
  assert.equal(await linked.page.locator('[id="body-account.id"]').locator('xpath=ancestor::tr').isVisible(), true)
  await linked.close()
})

test('samples beside the text are whole, and their languages are in one row', async () => {
  for (const path of [PAGES.list, PAGES.create, PAGES.download]) {
    const { page, close } = await site.visit(path)
    const [rows, tabs] = await page.evaluate(() => {
      const tabs = [...document.querySelectorAll('.beside [role=tab]')]
      return [new Set(tabs.map(tab => tab.offsetTop)).size, tabs.length]
    })
    assert.ok(tabs >= 5, `${path}: ${tabs} languages`)
    assert.equal(rows, 1, `${path}: the languages are in ${rows} rows`)
    for (const tab of await page.locator('.beside [role=tab]').all()) {
      await tab.click()
      const cut = await page.evaluate(() => [...document.querySelectorAll('.beside :is(pre > code, .tabs)')]
        .filter(box => box.scrollWidth > box.clientWidth + 1).map(box => box.textContent.slice(0, 80)))
      assert.deepEqual(cut, [], path)
    }
    await close()
  }
})

test('a guide shows the language that was chosen on another page, and labels output', async () => {
  const { page, close } = await site.visit(PAGES.create)
  await page.getByRole('tab', { name: 'Python', exact: true }).click()
  await page.goto(new URL('/guides/response-formats.html', page.url()).href)
  const shown = name => page.getByRole('tabpanel', { name, exact: true }).first()
  assert.ok(await page.getByText('import requests').isVisible())
  assert.equal(await page.getByText('const query =').isVisible(), false)

  // Programs in Rust print nothing: only the others have output.
  const output = page.locator('.output', { hasText: '{"FirstName":"Ada"}' })
  assert.equal(await output.locator('.language').textContent(), 'Output')
  assert.ok(await shown('curl').isVisible() && await output.isVisible())
  await page.getByRole('tab', { name: 'Rust' }).first().click()
  assert.ok(await shown('Rust').isVisible() && !await output.isVisible())
  await page.reload()
  assert.ok(await shown('Rust').isVisible())
  await close()

  const without = await site.visit('guides/response-formats.html', { scripts: false })
  for (const label of ['curl', 'Output', 'Rust', 'JavaScript', 'Python']) {
    assert.ok(await without.page.locator('.language', { hasText: new RegExp(`^${label}$`) }).first().isVisible(), label)
  }
  await without.close()
})

test('what the values of an option mean is one click away', async () => {
  const { page, close } = await site.visit(PAGES.list)
  await page.getByRole('link', { name: 'truto_response_format', exact: true }).click()
  await page.waitForURL(`**/${PAGES.options}#*`)
  for (const value of ['unified', 'raw', 'normalized', 'stream', 'debug']) {
    const meaning = page.locator('li', { has: page.locator(`code:text-is("${value}")`) }).first()
    assert.ok((await meaning.textContent()).length > value.length + 20, value)
  }
  await close()
})
