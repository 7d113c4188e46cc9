import { analysePattern } from '../src/stix/pattern/analysis/analyse.ts'
import { createMatcher } from '../src/stix/pattern/match/matcher.ts'
import { observedDataIn } from '../src/stix/pattern/match/observed-data.ts'
import { parsePattern } from '../src/stix/pattern/parse.ts'
import { printPattern } from '../src/stix/pattern/print.ts'
import { printTable, thousands } from './table.ts'

/** How fast the pattern language is: a second of processor time, the best of some rounds. Nothing here is a test: it prints. */

const ROUNDS = 7

const PATTERNS: Readonly<Record<string, (at: number) => string>> = {
  'one comparison, a domain': (at) => `[domain-name:value = 'host-${at}.example.com']`,
  'one comparison, a hash': (at) => `[file:hashes.'SHA-256' = '${at.toString(16).padStart(64, '0')}']`,
  'two with AND': (at) =>
    `[network-traffic:dst_ref.value = '198.51.100.${at % 256}' AND network-traffic:dst_port = ${at % 65_536}]`,
  'eight with AND and OR': (at) =>
    `[${Array.from({ length: 4 }, (_, part) => `(file:name = 'a${at}.exe' AND file:size > ${part})`).join(' OR ')}]`,
  'with qualifiers': (at) =>
    `([domain-name:value = 'host-${at}.example.com'] FOLLOWEDBY [url:value LIKE '%/gate.php']) WITHIN 300 SECONDS`,
}

console.log('Aim: 200 000 patterns of one comparison parsed a second.\n')
const reading: string[][] = []
for (const [name, make] of Object.entries(PATTERNS)) reading.push([name, ...(await readingSpeeds(make)).map(thousands)])
printTable(['patterns a second', 'parse', 'print', 'analyse'], reading)

async function readingSpeeds(make: (at: number) => string): Promise<number[]> {
  const texts = Array.from({ length: 20_000 }, (_, at) => make(at))
  const trees = texts.map((text) => parsePattern(text))
  return [
    await speed(texts.length, () => {
      for (const text of texts) parsePattern(text)
    }),
    await speed(trees.length, () => {
      for (const tree of trees) printPattern(tree)
    }),
    await speed(trees.length, async () => {
      for (const tree of trees) await analysePattern(tree)
    }),
  ]
}

const MATCHED: readonly string[] = [
  "[domain-name:value = 'host-7.example.com']",
  "[domain-name:value IN ('a.example', 'b.example', 'host-7.example.com')]",
  "[domain-name:value LIKE '%7.example.com']",
  "[domain-name:value MATCHES '^host-[0-9]+7\\\\.']",
  "[network-traffic:dst_ref.value ISSUBSET '198.51.100.0/28' AND network-traffic:dst_port = 443]",
  "[network-traffic:dst_ref.value = 'nowhere' OR domain-name:resolves_to_refs[*].value = 'nowhere']",
  '[network-traffic:dst_port = 443] REPEATS 50 TIMES WITHIN 60 SECONDS',
  "([network-traffic:dst_port = 443] REPEATS 5 TIMES FOLLOWEDBY [domain-name:value = 'nowhere']) WITHIN 60 SECONDS",
  "[domain-name:value LIKE '%1.example.com'] AND [network-traffic:dst_port = 80] AND [domain-name:value = 'nowhere']",
]

console.log()
const observed = observedDataIn(telemetry(20_000))
const matching: string[][] = []
for (const pattern of MATCHED) matching.push([pattern, thousands(await matchingSpeed(pattern))])
printTable(['Observed Data a second', 'match'], matching)

async function matchingSpeed(pattern: string): Promise<number> {
  const matcher = await createMatcher(parsePattern(pattern))
  return speed(observed.length, () => {
    const { outcome } = matcher.match(observed)
    if (outcome !== 'matched' && outcome !== 'not-matched') throw new Error(`${pattern}: ${outcome}`)
  })
}

/** A connection a second, each to a domain that resolves to the address. */
function telemetry(count: number): unknown[] {
  return Array.from({ length: count }, (_, at) => {
    const address = { type: 'ipv4-addr', id: `ipv4-addr--${at}`, value: `198.51.${at % 256}.${at % 250}` }
    const domain = {
      type: 'domain-name',
      id: `domain-name--${at}`,
      value: `host-${at}.example.com`,
      resolves_to_refs: [address.id],
    }
    const traffic = { type: 'network-traffic', id: `network-traffic--${at}`, dst_ref: address.id, dst_port: at % 2 ? 443 : 80 }
    const time = new Date(Date.UTC(2026, 10, 25) + at * 1000).toISOString()
    const refs = [traffic.id, domain.id, address.id]
    const seen = {
      type: 'observed-data',
      id: `observed-data--${at}`,
      first_observed: time,
      last_observed: time,
      number_observed: 1,
      object_refs: refs,
    }
    return [seen, traffic, domain, address]
  }).flat()
}

async function speed(count: number, run: () => void | Promise<void>): Promise<number> {
  let best = Infinity
  for (let round = 0; round < ROUNDS; round++) {
    const start = process.cpuUsage()
    await run()
    const { user, system } = process.cpuUsage(start)
    best = Math.min(best, (user + system) / 1e6)
  }
  return count / best
}
