import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultOfLanguage } from '../../../src/validate/languages.ts'
import { pathsOf, type PathCase } from './ask.ts'
import { domainObject, observable } from './ask-extensions.ts'

/** The examples of RFC 5646, appendix A, and others. */
const TAGS = `de fr ja i-enochian zh-Hant zh-Hans sr-Cyrl sr-Latn zh-cmn-Hans-CN cmn-Hans-CN zh-yue-HK yue-HK zh-Hans-CN sr-Latn-RS sl-rozaj
  sl-rozaj-biske sl-nedis de-CH-1901 sl-IT-nedis hy-Latn-IT-arevela de-DE en-US es-419 de-CH-x-phonebk az-Arab-x-AZE-derbend x-whatever
  qaa-Qaaa-QM-x-southern de-Qaaa sr-Latn-QM sr-Qaaa-RS en-US-u-islamcal zh-CN-a-myext-x-private en-a-myext-b-another en-IN en-SG EN zh-min-nan`
const NO_TAGS = `de-419-DE a-DE ar-a-aaa-b-bbb-a-ccc en-CB foo español en_US en- -en en--US x x- en-x en-a en-abcd-abcd e123456789 eng i-nothing
  de-1901-1901 en-US-US english 12 en-Xxxx de-qqq`

for (const tag of TAGS.split(/\s+/)) test(`${tag} is a language tag`, () => assert.equal(faultOfLanguage(tag), undefined))

for (const tag of ['', ...NO_TAGS.split(/\s+/), `en-${'a-'.repeat(500)}`]) {
  test(`${JSON.stringify(tag.slice(0, 30))} is no language tag`, () => assert.notEqual(faultOfLanguage(tag) ?? '', ''))
}

const REF = 'campaign--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f'
const campaign = (more: object = {}) =>
  domainObject('campaign', { name: 'a', aliases: ['b', 'c'], external_references: [{ source_name: 'd' }], ...more })
const translation = (contents: unknown, more: object = {}) =>
  domainObject('language-content', {
    id: 'language-content--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3e',
    object_ref: REF,
    contents,
    ...more,
  })
const german = (translated: unknown, more: object = {}) => translation({ de: translated }, more)

const CASES: readonly PathCase[] = [
  ['language', campaign({ lang: 'zh-Hans' }), []],
  ['language', campaign({ lang: 'en-CB' }), ['/lang']],
  ['language', campaign({ lang: 7 }), []],
  ['language', campaign({ granular_markings: [{ lang: 'en_US', selectors: ['name'] }] }), ['/granular_markings/0/lang']],
  ['language', domainObject('x-acme-sensor', { lang: 'español' }), ['/lang']],
  ['software-language', observable('software', { name: 'a', languages: ['en', 'zh-Hans'] }), []],
  ['software-language', observable('software', { name: 'a', languages: ['en', 'ENG', 7] }), ['/languages/1']],
  ['language-contents', translation({ de: { name: 'a' }, 'pt-BR': { aliases: [] } }), []],
  ['language-contents', translation({ español: { name: 'a', 'Na/me': 'b' } }), ['/contents/español']],
  ['language-contents', translation('de'), []],

  [
    'language-content-mirrors',
    [campaign(), german({ name: 'x', aliases: ['', 'y'], external_references: [{ source_name: '' }] })],
    [],
  ],
  ['language-content-mirrors', [campaign(), german({ name: ['x'], objective: 'y' })], ['1 /contents/de/name']],
  ['language-content-mirrors', [german({ aliases: ['y'] }), campaign()], ['0 /contents/de/aliases']],
  ['language-content-mirrors', [german({ aliases: 'y' }), campaign()], ['0 /contents/de/aliases']],
  [
    'language-content-idle',
    [german({ external_references: [{ url: 'y' }] }), campaign()],
    ['0 /contents/de/external_references/0/url'],
  ],
  ['language-content-mirrors', [german({ external_references: ['y'] }), campaign()], ['0 /contents/de/external_references/0']],
  ['language-content-idle', [campaign(), german({ name: ['x'], aliases: ['', 'y'] })], []],
  ['language-content-idle', [campaign({ confidence: 5 }), german({ confidence: 'y' })], ['1 /contents/de/confidence']],
  ['language-content-mirrors', [campaign({ confidence: 5 }), german({ confidence: 'y' })], []],
  ['language-content-idle', german({ nothing: 'y' }), []],
  ['language-content-idle', [campaign(), german({ objective: 'y' }, { object_modified: '2025-01-01T00:00:00.000Z' })], []],
  [
    'language-content-idle',
    [campaign(), german({ objective: 'y' }, { object_modified: '2026-01-01T00:00:00.000Z' })],
    ['1 /contents/de/objective'],
  ],
  [
    'language-content-idle',
    [
      german({ objective: 'y' }),
      german({ objective: 'y' }),
      campaign(),
      campaign({ objective: 'z', modified: '2026-02-01T00:00:00.000Z' }),
    ],
    ['0 /contents/de/objective', '1 /contents/de/objective'],
  ],

  ['language-content-version', [campaign(), german({ name: 'x' }, { object_modified: '2026-01-01T00:00:00.000Z' })], []],
  ['language-content-version', [campaign(), german({ name: 'x' })], []],
  ['language-content-version', german({ name: 'x' }, { object_modified: '2025-01-01T00:00:00.000Z' }), []],
  [
    'language-content-version',
    [german({ name: 'x' }, { object_modified: '2025-01-01T00:00:00.000Z' }), campaign()],
    ['0 /object_modified'],
  ],
  [
    'language-content-version',
    [
      campaign({ modified: '2026-02-01T00:00:00.000Z' }),
      german({ name: 'x' }, { object_modified: '2026-01-01T00:00:00.000Z' }),
      campaign(),
    ],
    [],
  ],
]

for (const [code, document, paths, options] of CASES) {
  test(`${code} ${JSON.stringify(document).slice(0, 150)}: ${paths.join(' ') || 'nothing'}`, () => {
    assert.deepEqual(pathsOf(code, document, options), paths)
  })
}
