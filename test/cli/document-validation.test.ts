import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import * as fc from 'fast-check'
import { validateDocument } from '../../src/cli/document-validation.ts'
import type { Finding } from '../../src/cli/findings.ts'
import { Places } from '../../src/cli/places.ts'
import { readDocuments } from '../../src/document/read.ts'
import { bytesSource } from '../../src/document/source.ts'
import type { openMispValidation } from '../../src/validate/misp.ts'
import { DEFAULT_VALIDATE_OPTIONS } from '../../src/validate/options.ts'
import type { openStixValidation } from '../../src/validate/stix.ts'
import type { Violation } from '../../src/validate/violation.ts'

const said = { code: 'marked', severity: 'error', message: 'is marked', clause: '1', advice: 'Remove the mark.' } as const

/** Speaks of each `mark` in the facts and records: at once where it is `now`, at the end where it is `late`. */
const openStix: typeof openStixValidation = (facts, _options, report) => {
  const late: Violation[] = []
  let index = -1
  const look = (record: unknown) => {
    const mark = (record as { mark?: unknown } | null | undefined)?.mark
    const violation: Violation = { ...said, path: '/mark', ...(index >= 0 && { index }) }
    if (mark === 'now') report(violation)
    if (mark === 'late') late.unshift(violation)
  }
  look(facts)
  return {
    object(record) {
      index++
      look(record)
    },
    skip: () => void index++,
    end: () => late.forEach(report),
  }
}

const openMisp: typeof openMispValidation = (facts, _options, report) => {
  const numbers = { Attribute: 0, Object: 0 }
  const look = (record: unknown, path: string) => {
    if ((record as { mark?: unknown } | undefined)?.mark === 'now') report({ ...said, path: `${path}/mark` })
  }
  look(facts, '')
  return {
    attribute: (record) => look(record, `/Attribute/${numbers.Attribute++}`),
    object: (record) => look(record, `/Object/${numbers.Object++}`),
    skip: (kind) => void numbers[kind === 'attribute' ? 'Attribute' : 'Object']++,
    end() {},
  }
}

/** Has much to say of the first object, and says it at the end. */
const openTalkative: typeof openStixValidation = (_facts, _options, report) => ({
  object() {},
  skip() {},
  end() {
    for (let at = 0; at < 30_000; at++) report({ ...said, index: 0, path: `/refs/${at}` })
  },
})

/** `line:column path` of each finding. */
async function findingsIn(text: string | Buffer, engines = { openStixValidation: openStix, openMispValidation: openMisp }) {
  const source = bytesSource(Buffer.from(text))
  const places = new Places(source)
  const found: Omit<Finding, 'input'>[] = []
  for await (const document of readDocuments(source)) {
    await validateDocument(document, {
      places,
      options: DEFAULT_VALIDATE_OPTIONS,
      tell: (finding) => found.push(finding),
      passed: () => {},
      engines,
    })
  }
  return found
}

async function told(text: string | Buffer): Promise<string[]> {
  return (await findingsIn(text)).map(({ code, line, column, index, path }) =>
    [`${line}:${column}`, code, ...(index === undefined ? [] : [`#${index}`]), path].join(' '),
  )
}

const now = '{"type": "a", "id": "a--1", "mark": "now"}'
const late = '{"type": "a", "id": "a--1", "mark": "late"}'
const plain = '{"type": "a", "id": "a--1"}'
const broken = '{"type": "a", "id": }'

describe('places of violations', () => {
  const cases: [what: string, text: string, told: string[]][] = [
    ['in a bundle', `{"type": "bundle", "objects": [\n${plain},\n ${now}]}`, ['3:38 marked #1 /mark']],
    ['in an envelope', `{"objects": [\n${now}]}`, ['2:37 marked #0 /mark']],
    ['in a list', `[\n${plain},${now}]`, ['2:65 marked #1 /mark']],
    ['of one object', now, ['1:37 marked #0 /mark']],
    ['in lines', `${plain}\n${now}\n`, ['2:37 marked #1 /mark']],
    ['said at the end, in any order', `[${late},\n${plain},\n${late}]`, ['1:38 marked #0 /mark', '3:37 marked #2 /mark']],
    [
      'after records that cannot be read',
      `{"objects": [${plain},${broken},\n${late},\n${broken},${now}]}`,
      ['1:62 not-json #1 ', '3:21 not-json #3 ', '3:59 marked #4 /mark', '2:37 marked #2 /mark'],
    ],
    ['of a bundle whose list stands first', `{"objects": [${plain}],\n "type": "bundle", "mark": "now"}`, ['2:28 marked /mark']],
    [
      'of an event',
      '{"Event": {"info": "x", "date": "2024-01-01", "Attribute": [{"type": "ip-dst"}],\n "mark": "now"}}',
      ['2:10 marked /mark'],
    ],
    [
      'of attributes and objects',
      '{"Event": {"info": "x", "date": "",\n "Attribute": [{}, {"mark": "now"}],\n "Object": [{"mark": "now"}]}}',
      ['2:29 marked /Attribute/1/mark', '3:22 marked /Object/0/mark'],
    ],
    [
      'of attributes and objects after some that cannot be read',
      '{"Event": {"info": "x", "date": "",\n "Attribute": [{"type": }, {"mark": "now"}],\n "Object": [{}, {"name": }, {"mark": "now"}]}}',
      ['2:25 not-json /Attribute/0', '2:37 marked /Attribute/1/mark', '3:26 not-json /Object/1', '3:38 marked /Object/2/mark'],
    ],
    [
      'of attributes in wrappers',
      '{"response": [{"Attribute": {"type": "ip-dst", "value": "x", "category": "y"}},\n {"Attribute": {"value": "x", "mark": "now"}}]}',
      ['2:39 marked /Attribute/1/mark'],
    ],
  ]
  for (const [what, text, expected] of cases) it(what, async () => assert.deepEqual(await told(text), expected))

  it('of STIX 2.0 are none: it is said once, and others keep their numbers', async () => {
    const old = '{"type": "a", "id": "a--1", "spec_version": "2.0", "mark": "now"}'
    assert.deepEqual(await told(`[${old},\n${old},\n${now},\n${late}]`), [
      '3:37 marked #2 /mark',
      '1:undefined stix-2.0 ',
      '4:37 marked #3 /mark',
    ])
  })

  it('of one large record that is spoken of often are found in one walk', { timeout: 20_000 }, async () => {
    const refs = Array.from({ length: 30_000 }, (_, at) => `"a--${at}"`).join(',\n')
    const text = `{"type": "a", "id": "a--1", "refs": [\n${refs}]}`
    const found = await findingsIn(text, { openStixValidation: openTalkative, openMispValidation: openMisp })
    assert.deepEqual(
      [0, 15_000, 29_999].map((at) => `${found[at]?.line} ${found[at]?.path}`),
      ['2 /refs/0', '15002 /refs/15000', '30001 /refs/29999'],
    )
  })

  it('are those of the facts, whatever stands around them', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(now, late, plain, broken), { maxLength: 40 }),
        fc.constantFrom('', '\n', '\n  '),
        async (records, gap) => {
          const text = `{"type": "bundle",${gap}"objects": [${gap}${records.join(`,${gap}`)}${gap}]}`
          const wanted = records.flatMap((record, at) => (record === now || record === late ? [at] : []))
          const found = (await findingsIn(text)).filter(({ code }) => code === 'marked')
          assert.deepEqual(
            found.map(({ index = -1 }) => index).sort((one, other) => one - other),
            wanted,
          )
          for (const { line = 0, column = 0 } of found) {
            const here = text.split('\n')[line - 1]?.slice(column - 1) ?? ''
            assert.match(here, /^"(now|late)"/)
          }
        },
      ),
    ))
})
