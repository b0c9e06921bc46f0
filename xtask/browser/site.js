// Serves the folder of the site, and opens its pages in Chromium.

import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { chromium } from 'playwright-core'

const TYPES = {
  '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.json': 'application/json', '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2', '.png': 'image/png', '.txt': 'text/plain', '.csv': 'text/csv', '.xml': 'application/xml',
}

// Without these, Chromium connects to hosts of its own.
const QUIET = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
]

/** Where Chromium is, on the common systems. `CHROMIUM` says it for others. */
function program() {
  const found = [
    process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ].find(path => path && existsSync(path))
  if (!found) throw new Error('Chromium is not installed: install it, or set CHROMIUM to its path')
  return found
}

/** Serves `root` on a free port of this machine, compressed as servers of static files do it. */
async function serve(root) {
  const server = createServer(async (request, response) => {
    let path = decodeURIComponent(new URL(request.url, 'http://site').pathname)
    if (path.endsWith('/')) path += 'index.html'
    try {
      const body = gzipSync(await readFile(join(root, path)))
      response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream', 'content-encoding': 'gzip' })
      response.end(body)
    } catch {
      response.writeHead(404).end()
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

/** The site in `SITE`, open until `close`. */
export async function open() {
  const root = process.env.SITE
  if (!root) throw new Error('SITE must be the folder of the site: run `cargo xtask docs --test`')
  // First the browser, which can be missing: an open server would keep the tests from ending.
  const browser = await chromium.launch({ executablePath: program(), args: QUIET })
  const server = await serve(root)
  const address = `http://127.0.0.1:${server.address().port}/`

  /**
   * A page of the site in a window of its own, with what went wrong on it and how many bytes it is, with its styles, scripts and
   * pictures, before compression. `before` prepares the page.
   */
  async function visit(path, { width = 1280, scheme = 'light', scripts = true, media = 'screen', before } = {}) {
    const context = await browser.newContext({
      viewport: { width, height: 900 }, colorScheme: scheme, javaScriptEnabled: scripts,
    })
    const page = await context.newPage()
    if (media !== 'screen') await page.emulateMedia({ media })
    const faults = []
    const loaded = []
    page.on('pageerror', error => faults.push(String(error)))
    page.on('console', message => { if (message.type() === 'error') faults.push(message.text()) })
    page.on('request', request => {
      const isOwn = [address, 'data:', 'blob:'].some(start => request.url().startsWith(start))
      if (!isOwn) faults.push(`asks another server: ${request.url()}`)
    })
    page.on('response', response => {
      if (response.status() >= 400) faults.push(`${response.status()} for ${response.url()}`)
    })
    page.on('requestfinished', request => {
      if (request.url().startsWith(address)) loaded.push(request)
    })
    if (before) await before(page)
    await page.goto(address + path, { waitUntil: 'load' })
    async function bytes() {
      const bodies = await Promise.all(loaded.map(async request => (await request.response()).body()))
      return bodies.reduce((sum, body) => sum + body.length, 0)
    }
    return { page, faults, bytes, close: () => context.close() }
  }

  return {
    visit,
    close: async () => {
      await browser.close()
      server.close()
    },
  }
}
