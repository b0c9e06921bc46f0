'use strict'

// What a search finds in the index, best first. Nothing here needs a page, so that it is tested without one.
//
// The index has pages with sections and rows of tables, options, and topics: words that people search with, and the places that
// answer them. Each place becomes an entry:
// {kind, label, title, path, url, text, note, rust, method, address, also}
const siteSearch = (() => {
  const ignored = new Set(
    'a about against all an and are as at be between but by can could did do does for from has have how i in is it its me my need of on or our should so that the their them then there these this to use versus vs was we what when where which who whose why will with you your'.split(' '),
  )

  // The pages that compare and choose integrations. Their addresses hold what is selected.
  const COMPARE = 'docs/compare/index.html'
  const CHOOSE = 'docs/support-chooser/index.html'

  // Words of those who look for integrations, and of those who ask what one of them supports or requires.
  const asking = new Set(['who', 'which'])
  const supporting = new Set(['integration', 'connector', 'provider', 'support', 'supported', 'supporting'])
  const requiring = new Set(['require', 'required', 'requirement', 'mandatory', 'need', 'needed'])

  // How much a match in an entry of this kind counts.
  const weights = { guide: 1.4, section: 1.15, option: 1.5, page: 1.25, operation: 1.2, integration: 1.1, row: 0.9, field: 1, response: 0.85, matrix: 0.6 }

  const fields = new Set(['field', 'response', 'row'])

  // The score of a word with which one of the title begins, and of one that the path has.
  const PREFIX = 7.5
  const PATH = 6

  const split = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

  // Turns the index into entries whose words are counted.
  function prepare(index) {
    const entries = []
    const add = (entry) => {
      const joined = (text) => ` ${split(text).map(singular).join(' ')} `
      entry.words = split(entry.title)
      entry.singulars = entry.words.map(singular)
      entry.within = joined([...entry.path, entry.address ?? '', entry.method ?? ''].join(' '))
      entry.all = joined(`${entry.text} ${entry.note ?? ''} ${entry.rust ?? ''} ${entry.code ?? ''}`)
      entry.any = ` ${entry.words.join(' ')} ${entry.singulars.join(' ')}${entry.within}${entry.all}`
      entries.push(entry)
    }
    for (const option of index.options) add({ ...option, kind: 'option', path: [`Option of ${option.count} operations`] })
    for (const page of index.pages) {
      const { url, title, path, rows = [], sections = [], ...rest } = page
      add({ ...rest, url, title, path })
      const inside = [...path, title]
      for (const [anchor, heading, text, code] of sections) {
        add({ isMinor: page.isMinor, kind: 'section', title: heading, path: inside, url: `${url}#${anchor}`, text, code })
      }
      for (const [anchor, name, text, note, rust] of rows) {
        add({ kind: rowKind(page.kind, anchor), title: name, path: inside, url: anchor ? `${url}#${anchor}` : url, text: index.texts[text], note, rust })
      }
    }
    const [compare, chooser] = [COMPARE, CHOOSE].map((wanted) => index.pages.find(({ url }) => url === wanted))
    return { entries, compare, chooser, topics: index.topics, same: index.same.map((words) => new Set(words)), vocabulary: null }
  }

  function rowKind(page, anchor) {
    if (page === 'integration') return 'row'
    return anchor.startsWith('response-') ? 'response' : 'field'
  }

  // Finds entries. The result also has the words that were searched for, and a correction if a word was unknown.
  function search(prepared, query, limit = 30) {
    const all = split(query)
    const asked = all.filter((word) => !ignored.has(word))
    if (all.length === 0) return { entries: [], words: all, total: 0 }
    let { words, isAsking } = meant(prepared, asked.length > 0 ? asked : all, all)
    const answers = topicAnswers(prepared, isAsking || words.length < asked.length ? words : all)
    let found = scored(prepared, words, all, answers)
    let corrected
    if (found.length === 0) {
      const known = words.map((word) => nearest(prepared, word))
      if (known.some((word, at) => word !== words[at])) {
        corrected = known.join(' ')
        words = known
        found = scored(prepared, words, words, topicAnswers(prepared, words))
      }
    }
    const compared = comparison(prepared, asked)
    const isPartial = found.length === 0 && compared.length === 0 && words.length > 1
    if (found.length < 4 && words.length > 1) {
      const known = new Set(found.map(({ entry }) => entry))
      found.push(...scored(prepared, words, all, answers, true).filter(({ entry }) => !known.has(entry)))
    }
    // A name as it is written comes before one with the same words.
    for (const one of found) if (one.entry.words.length > 1 && one.entry.title === query.trim()) one.score += 1
    found.sort((one, other) => other.score - one.score)
    const pages = collapsed(found.map(({ entry }) => entry))
    const entries = [...compared, ...(isAsking ? selection(prepared, pages) : []), ...pages]
    return { entries: entries.slice(0, limit), words, total: entries.length, corrected, isPartial }
  }

  // The words to search for. "Which integrations support creating contacts" asks who supports the operation: `isAsking`. "Required fields
  // Pipedrive" asks for the page of Pipedrive. What says no more than that is left out.
  function meant(prepared, words, all) {
    const isSupport = (word) => supporting.has(singular(word))
    const isAbout = (word) => isSupport(word) || requiring.has(singular(word))
    const [named] = namedIntegrations(prepared, words)
    if (named) {
      const isName = (word) => named.words.includes(word)
      const asksFor = words.some((word) => isAbout(word) && !isName(word))
      return { words: words.filter((word) => isName(word) || !(isAbout(word) || (asksFor && singular(word) === 'field'))), isAsking: false }
    }
    const rest = words.filter((word) => !isSupport(word))
    const isAsking = rest.length > 0 && (all.some((word) => asking.has(word)) || rest.length + 1 < words.length)
    return { words: isAsking ? rest : words, isAsking }
  }

  function namedIntegrations({ entries }, words) {
    const named = entries.filter((entry) => entry.kind === 'integration' && entry.words.every((word) => words.includes(word)))
    // "Zoho CRM" is meant rather than "Zoho".
    return named.filter((one) => !named.some((other) => other.words.length > one.words.length && one.words.every((word) => other.words.includes(word))))
  }

  // Links to the comparison, if the words name two or three integrations: for the resources that they name, or for all.
  function comparison(prepared, words) {
    const { entries, compare } = prepared
    const named = namedIntegrations(prepared, words)
    if (!compare || named.length < 2 || named.length > 3) return []
    const rest = words.map(singular).filter((word) => !named.some((one) => one.singulars.includes(word)))
    const resources = entries.filter((entry) => isResource(entry) && entry.singulars.every((word) => rest.includes(word)))
    const slugs = named.map(({ url }) => encodeURIComponent(url.replace(/^.*\/|\.html$/g, '')))
    const title = `Compare ${named.map((one) => one.title).join(' and ')}`
    const link = (name, path, more) => ({ kind: 'page', label: 'Comparison', title: name, path, url: `${COMPARE}#with=${slugs.join(',')}${more}`, text: compare.text })
    const links = resources.slice(0, 3).map((one) => link(`${title}: ${one.title}`, one.path, `&resource=${one.url.split('/').slice(-2).join('.').replace('.html', '')}`))
    return links.length > 0 ? links : [link(title, [], '')]
  }

  // Links to the chooser, which names the integrations: with the operation or field that was found first, and with those of the same
  // operation of another API that were found next.
  function selection({ chooser }, pages) {
    if (!chooser) return []
    const parts = pages.slice(0, 3).map(({ kind, url }) => (['operation', 'field'].includes(kind) ? /^docs\/(.+?)\.html(?:#(?:body|parameter)-(.+))?$/.exec(url) : null))
    const last = (address) => address?.split('/').slice(-2).join('/')
    const selected = parts.filter((part) => part && last(part[1]) === last(parts[0]?.[1]))
    // A field answers for its operation.
    const first = new Map(selected.reverse().map(([, operation, key]) => [operation, key]))
    return [...first].reverse().map(([operation, key]) => {
      const id = operation.replaceAll('/', '.')
      const title = `Integrations that support ${id}${key ? ` with ${key}` : ''}`
      return { kind: 'page', label: 'Chooser', title, path: [chooser.title], url: `${CHOOSE}#${new URLSearchParams([[id, key ?? '']])}`, text: chooser.text }
    })
  }

  // The page of a resource is below that of its API, `docs/crm/contacts.html`.
  function isResource({ kind, url }) {
    return kind === 'page' && /^docs\/[^/]+\/[^/]+\.html$/.test(url)
  }

  // The places that answer a topic that the query names, with the score that they get for it. A topic that makes up the whole query is
  // the answer; next to other words, it is one of several.
  function topicAnswers({ topics }, words) {
    const query = ` ${words.join(' ')}`
    // The forms of the words: all singular, and all verbs in one of their forms.
    const forms = [0, 1, 2, 3].map((at) => ` ${words.map((word) => formsOf(word).slice(1)[at] ?? singular(word)).join(' ')} `)
    const meant = words.filter((word) => !ignored.has(word)).length
    const answers = new Map()
    for (const { words: phrases, urls } of topics) {
      let best = 0
      for (const phrase of phrases) {
        const length = phrase.split(' ').filter((word) => !ignored.has(word)).length
        const whole = `${query} `.includes(` ${phrase} `) || forms.some((form) => form.includes(` ${phrase} `))
        // While the last word is typed, it is the beginning of one.
        const typed = query.length > 3 && ` ${phrase}`.startsWith(query)
        if (whole) best = Math.max(best, length >= meant ? 1000 : 12 * length)
        else if (typed) best = Math.max(best, 500)
      }
      // The order of the pages of a topic counts more than how well they fit.
      urls.forEach((url, at) => {
        if (best > 0) answers.set(url, Math.max(answers.get(url) ?? 0, best - Math.min(at, 9) * (best / 10)))
      })
    }
    return answers
  }

  // With `isPartial`, entries that lack one of the words, after all others.
  function scored({ entries, same }, words, all, answers, isPartial = false) {
    const alternatives = words.map((word) => {
      const forms = formsOf(word)
      const others = same.filter((set) => forms.some((form) => set.has(form))).flatMap((set) => [...set])
      return [forms, others.filter((other) => !forms.includes(other))]
    })
    const phrase = all.join(' ')
    const singulars = all.map(singular).join(' ')
    const found = []
    for (const entry of entries) {
      // "User" is a resource rather than the beginning of "user defined field", or a part of the name of an option.
      const named = isResource(entry) && entry.singulars.join(' ') === singulars ? 970 : 0
      const answer = entry.kind === 'option' ? 0 : Math.max(named, answers.get(entry.url) ?? 0)
      // An answer of a topic need not contain the words.
      const least = answer > 0 ? 0 : isPartial ? Math.max(1, words.length - 1) : words.length
      const scores = scoresOf(entry, alternatives, least)
      if (!scores) continue
      const matched = scores.filter((score) => score > 0).length
      const isField = fields.has(entry.kind)
      // A field is not found by words that only its page has.
      if (answer === 0 && isField && !scores.some((score) => score > 0 && score !== PATH)) continue
      let score = scores.reduce((sum, one) => sum + one, 0) / words.length
      // Fields that contain others come before these, and fields of a known type before others.
      if (isField) score -= 1.5 * (entry.title.split('.').length - 1) + (entry.note?.startsWith('any') ? 0.5 : 0)
      else if (matched > 0) score += 6 * coverage(entry, alternatives)
      // "Phone number" names `phone_numbers`, too.
      const isPlural = isField && entry.words.length > 1 && !entry.title.includes('.') && entry.singulars.join(' ') === singulars
      if (isPlural || entry.words.join(' ') === phrase) score += 10
      // An option that has the words in its name comes after the first page of a topic.
      const isOption = entry.kind === 'option' && scores.every((one) => one >= PREFIX)
      score = (isOption ? 950 : 0) + score * weights[entry.kind] * (entry.isMinor ? 0.5 : 1) * (isPartial ? matched : 1) + answer - (isPartial ? 1000 : 0)
      found.push({ entry, score })
    }
    return found
  }

  // How well each word fits, in its forms or as a word that means the same; nothing if fewer than `least` do.
  function scoresOf(entry, alternatives, least) {
    let open = alternatives.length
    const scores = []
    for (const [forms, others] of alternatives) {
      const score = Math.max(fit(entry, forms), others.length > 0 ? 0.7 * fit(entry, others) : 0)
      if (score === 0 && --open < least) return undefined
      scores.push(score)
    }
    return scores
  }

  // The word, its singular, and the verb that it is a form of: `create` of `creating`, `get` of `getting`, `support` of `supported`.
  function formsOf(word) {
    const [, stem] = /^(\p{L}{2,}?)(?:ing|ed)$/u.exec(word) ?? []
    const verbs = stem ? [`${stem}e`, stem.replace(/([^aeiou])\1$/, '$1')] : []
    return [...new Set([word, singular(word), ...verbs])]
  }

  function singular(word) {
    if (word.length < 4 || !word.endsWith('s') || /(?:ss|us|is)$/.test(word)) return word
    if (word.endsWith('ies')) return `${word.slice(0, -3)}y`
    return word.slice(0, /.(?:s|x|ch|sh)es$/.test(word) && word.length > 5 ? -2 : -1)
  }

  // How well the best form fits: in the title, the path or the text, as a word or the beginning of one.
  function fit(entry, forms) {
    let best = 0
    for (const form of forms) {
      if (!entry.any.includes(` ${form}`)) continue
      const isLong = form.length > 1
      const isWord = (text) => text.includes(` ${form} `)
      if (entry.words.includes(form) || entry.singulars.includes(form)) best = Math.max(best, 10)
      else if (isLong && entry.words.some((word) => word.startsWith(form))) best = Math.max(best, PREFIX)
      else if (isWord(entry.within)) best = Math.max(best, PATH)
      else if (isLong && entry.within.includes(` ${form}`)) best = Math.max(best, PATH - 2)
      else if (isWord(entry.all)) best = Math.max(best, 2.5)
      else if (isLong) best = Math.max(best, 2)
    }
    return best
  }

  // The part of the title that the words make up; words that mean the same count less.
  function coverage(entry, alternatives) {
    const meant = entry.singulars.filter((word) => !ignored.has(word))
    const begins = (word) => (form) => word.startsWith(form)
    const part = (word) => Math.max(...alternatives.map(([forms, others]) => (forms.some(begins(word)) ? 1 : others.some(begins(word)) ? 0.7 : 0)))
    return meant.length > 0 ? meant.reduce((sum, word) => sum + part(word), 0) / meant.length : 0
  }

  // One result for a field of several operations of a resource: the best one, and the others in `also`. Of fields with one name in many
  // resources, only the first ones: the name of the resource finds the others.
  function collapsed(entries, most = 4) {
    const first = new Map()
    const times = new Map()
    return entries.filter((entry) => {
      if (entry.kind !== 'field' && entry.kind !== 'response') return true
      const key = `${entry.path.slice(0, 2).join('/')} ${entry.title}`
      const before = first.get(key)
      if (before) {
        const page = entry.path.at(-1)
        if (page !== before.path.at(-1) && !before.also.includes(page)) before.also.push(page)
        return false
      }
      entry.also = []
      first.set(key, entry)
      times.set(entry.title, (times.get(entry.title) ?? 0) + 1)
      return times.get(entry.title) <= most
    })
  }

  // The known word that differs least from this one, or the word itself.
  function nearest(prepared, word) {
    prepared.vocabulary ??= new Set(prepared.entries.flatMap((entry) => [...entry.words, ...entry.all.trim().split(' ')]))
    const { vocabulary } = prepared
    if (word.length < 4 || vocabulary.has(word)) return word
    const most = word.length > 7 ? 2 : 1
    let best = word
    let least = most + 1
    for (const known of vocabulary) {
      // The first letter is rarely wrong, and all other words need not be compared.
      if (known[0] !== word[0] || Math.abs(known.length - word.length) > most || known.startsWith(word)) continue
      const distance = distanceOf(word, known)
      if (distance < least) [best, least] = [known, distance]
    }
    return best
  }

  // The number of letters to change, add, remove, or exchange with the next one.
  function distanceOf(one, other) {
    let [before, last] = [[], Array.from({ length: other.length + 1 }, (_, at) => at)]
    for (let i = 1; i <= one.length; i++) {
      const row = [i]
      for (let j = 1; j <= other.length; j++) {
        const isSame = one[i - 1] === other[j - 1]
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (isSame ? 0 : 1))
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1)
      }
      ;[before, last] = [last, row]
    }
    return last[other.length]
  }

  // The text around the first of the words, in parts [text, whether it is one of the words].
  function excerpt(text, words, length = 170) {
    const forms = words.flatMap(formsOf)
    const lower = text.toLowerCase()
    const at = Math.min(...forms.map((form) => lower.search(new RegExp(`(?<![\\p{L}\\p{N}])${form}`, 'u'))).map((place) => (place < 0 ? Infinity : place)))
    let start = 0
    if (at !== Infinity && at > length * 0.7) start = text.indexOf(' ', at - length / 2) + 1
    let end = start + length
    if (end < text.length) end = Math.max(text.lastIndexOf(' ', end), start + length / 2)
    return [...(start > 0 ? [['… ', false]] : []), ...marked(text.slice(start, end), words), ...(end < text.length ? [[' …', false]] : [])]
  }

  // The text in parts [text, whether it begins with one of the words].
  function marked(text, words) {
    const forms = words.flatMap(formsOf).filter((form) => form.length > 1)
    if (forms.length === 0) return [[text, false]]
    const parts = text.split(new RegExp(`(?<![\\p{L}\\p{N}])((?:${forms.join('|')})[\\p{L}\\p{N}]*)`, 'giu'))
    return parts.map((part, at) => [part, at % 2 === 1]).filter(([part]) => part !== '')
  }

  return { prepare, search, excerpt, marked }
})()
