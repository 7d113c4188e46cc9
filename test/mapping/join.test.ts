import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { readJoined, writeJoined } from '../../src/mapping/join.ts'
import { createMappings } from '../../src/mapping/mappings.ts'
import type { Row } from '../../src/mapping/row.ts'
import type { StixObject } from '../../src/stix/types.ts'
import { fills } from './same.ts'
import type { Values } from './same.ts'
import { defaultTables } from './tables.ts'

const mappings = createMappings(defaultTables)
const row = (template: string): Row => mappings.object(template).at(-1) as Row

const MD5 = '44d88612fea8a8f36de82e1278abb02f'
const AUTHENTIHASH = '11841d318f7deaa34dd0a99dd8e3ab428b5fe8335243e400bdb571851bf43f24'
const text = [
  ['name', '.text'],
  ['size-in-bytes', '3072'],
  ['entropy', '5.4'],
  ['md5', MD5],
] as const
const data = [
  ['name', '.data'],
  ['md5', MD5],
] as const
const run = [
  ['name', 'Updater'],
  ['data', 'a.exe'],
  ['data-type', 'REG_SZ'],
] as const
const path = ['key', String.raw`HKEY_USERS\x`] as const

/** Name, main template with its values, embedded templates with theirs, and what of it finds no place. */
const JOINS: readonly [string, [string, Values], (readonly [string, Values])[], Values][] = [
  [
    'a file without a pe',
    [
      'file',
      [
        ['filename', 'a.exe'],
        ['authentihash', AUTHENTIHASH],
      ],
    ],
    [],
    [],
  ],
  [
    'a file, its pe and the sections of that',
    [
      'file',
      [
        ['filename', 'a.exe'],
        ['md5', MD5],
      ],
    ],
    [
      [
        'pe',
        [
          ['type', 'exe'],
          ['imphash', MD5],
          ['authentihash', AUTHENTIHASH],
        ],
      ],
      ['pe-section', text],
      ['pe-section', data],
    ],
    [],
  ],
  [
    'a pe whose type STIX does not know, and a place that belongs to the pe',
    [
      'file',
      [
        ['filename', 'a.exe'],
        ['authentihash', AUTHENTIHASH],
        ['imphash', MD5],
      ],
    ],
    [
      [
        'pe',
        [
          ['number-sections', '2'],
          ['authentihash', AUTHENTIHASH],
        ],
      ],
    ],
    [['authentihash', AUTHENTIHASH]],
  ],
  [
    'a section without a name',
    ['file', [['filename', 'a.exe']]],
    [
      [
        'pe',
        [
          ['type', 'dll'],
          ['imphash', MD5],
        ],
      ],
      ['pe-section', [...text, ['sha1', 'short']]],
    ],
    [['sha1', 'short']],
  ],
  ['a registry key with its own value', ['registry-key', [path, ...run]], [], []],
  [
    'a registry key with values of their own',
    ['registry-key', [path]],
    [
      ['registry-key-value', run],
      ['registry-key-value', [['name', 'b']]],
    ],
    [],
  ],
  ['a registry key with one value of its own', ['registry-key', [path]], [['registry-key-value', run]], []],
  ['a registry key with both', ['registry-key', [path, ['data', 'x']]], [['registry-key-value', run]], []],
]

suite('elements go into one object and come back', () => {
  for (const [name, [template, values], embedded, lost] of JOINS) {
    test(name, () => {
      const parts = embedded.map(([part, partValues]) => ({ row: row(part), fills: fills(partValues) }))
      const joined = writeJoined({ row: row(template), fills: fills(values) }, parts)
      assert.ok(joined, 'a legal object')
      const all = [values, ...embedded.map(([, partValues]) => partValues)]
      assert.deepEqual(
        all.flatMap((each, at) => each.filter((_value, index) => !joined.placed[at]?.has(index))),
        lost,
      )
      const [main] = joined.objects as [StixObject]
      const back = readJoined(
        row(template),
        mappings.embeddedIn(template),
        main,
        (id) => joined.objects.find((object) => object.id === id),
        embedded.filter(([part]) => part !== 'pe').length,
      )
      assert.deepEqual(
        back.map((each) => [each.row.name, each.readings.map(({ filler, value }) => [filler.name, value])]),
        all.map((each, at) => [at === 0 ? template : embedded[at - 1]?.[0], placedIn(each, joined.placed[at])]),
      )
    })
  }
})

test('an embedded element without any place is not joined', () => {
  const file = { row: row('file'), fills: fills([['filename', 'a.exe']]) }
  assert.equal(writeJoined(file, [{ row: row('pe'), fills: fills([['product-name', 'Example']]) }]), undefined)
  assert.equal(writeJoined(file, [{ row: row('pe'), fills: fills([['authentihash', AUTHENTIHASH]]) }]), undefined)
  assert.equal(
    writeJoined(file, [{ row: row('pe-section'), fills: fills(text) }]),
    undefined,
    'sections stand in an extension that has a type',
  )
})

test('a foreign registry key with one value has it as its own, with several as objects', () => {
  assert.deepEqual(readKey({ name: 'a', data: 'b' }), [['registry-key', 3]])
  assert.deepEqual(readKey({ name: 'a', data: 'b' }, { name: 'c' }), [
    ['registry-key', 1],
    ['registry-key-value', 2],
    ['registry-key-value', 1],
  ])
})

/** What a registry key with these values reads as: templates, and how many values each. */
function readKey(...values: object[]): (readonly [string, number])[] {
  const key: StixObject = { type: 'windows-registry-key', id: 'k', key: 'x', values }
  return readJoined(row('registry-key'), mappings.embeddedIn('registry-key'), key, () => undefined).map((each) => [
    each.row.name,
    each.readings.length,
  ])
}

/** The placed values in the order of the row's places. */
function placedIn(values: Values, placed: ReadonlyMap<number, { bind: { path: string } }> | undefined): Values {
  const entries = [...(placed ?? [])]
  return entries.map(([index]) => values[index] as readonly [string, string])
}
