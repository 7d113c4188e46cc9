import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MODEL } from '../../../src/stix/model.ts'
import { RULES } from '../../../src/validate/rules/rules.ts'
import { ask } from './ask-values.ts'

type Case = readonly [code: string, object: Readonly<Record<string, unknown>>, paths: readonly string[]]

const LONG = 'a'.repeat(251)
const MD5 = 'd41d8cd98f00b204e9800998ecf8427e'
const SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

const file = (properties: object) => ({ type: 'file', ...properties })
const hashed = (hashes: object) => file({ hashes })
const value = (type: string) => (text: unknown) => ({ type, value: text })
const custom = (content: unknown) => file({ x_custom: content })
const extended = (name: string, extension: object) => ({ extensions: { [name]: extension } })

/** What each rule says of an object, and where. */
const CASES: readonly Case[] = [
  // Names and keys
  ['type-name', { type: 'x-foo' }, []],
  ['type-name', { type: 'indicator' }, []],
  ['type-name', { type: 'x_foo' }, ['/type']],
  ['type-name', { type: 'x--foo' }, ['/type']],
  ['type-name', { type: '9foo' }, ['/type']],
  ['type-name', { type: 'xy' }, ['/type']],
  ['type-name', { type: 'constructor' }, []],
  ['type-name', { type: LONG }, ['/type']],
  ['property-names', file({ x_foo: 1, name: 'a' }), []],
  ['property-names', file({ 'x-foo': 1, '9foo': 1, fooBar: 1, ab: 1 }), ['/x-foo', '/9foo', '/fooBar', '/ab']],
  ['property-names', file({ [LONG]: 1 }), [`/${LONG}`]],
  ['property-names', { type: 'x-thing', idem: 1, Name: 1 }, ['/Name']],
  [
    'property-names',
    { type: 'tool', external_references: [{ source_name: 'a', 'not good': 1 }] },
    ['/external_references/0/not good'],
  ],
  ['property-names', file(extended('ntfs-ext', { SID: 1, sid: 'a' })), ['/extensions/ntfs-ext/SID']],
  [
    'property-names',
    { type: 'tool', ...extended('extension-definition--1', { Rank: 1 }) },
    ['/extensions/extension-definition--1/Rank'],
  ],
  ['property-names', { type: 'process', environment_variables: { PATH: '/' } }, []],
  ['property-names', custom({ AnyKey: 1 }), []],
  ['reserved-properties', file({ name: 'a' }), []],
  [
    'reserved-properties',
    { type: 'x-foo', severity: 1, username: 1, phone_number: 1, phone_numbers: 1, action: 1 },
    ['/severity', '/username', '/phone_number', '/action'],
  ],
  ['dictionary-keys', { type: 'process', environment_variables: { PATH: '/', 'a-b_C9': '' } }, []],
  [
    'dictionary-keys',
    { type: 'process', environment_variables: { 'ProgramFiles(x86)': '' } },
    ['/environment_variables/ProgramFiles(x86)'],
  ],
  ['dictionary-keys', { type: 'language-content', contents: { de: { näme: 'x' } } }, ['/contents/de/näme']],
  ['dictionary-keys', custom({ 'a b': { 'c/d': 1 }, e: [{ '': 1 }] }), ['/x_custom/a b', '/x_custom/a b/c~1d', '/x_custom/e/0/']],
  ['dictionary-keys', custom({ [LONG]: 1 }), [`/x_custom/${LONG}`]],
  ['dictionary-keys', { type: 'observed-data', objects: { '0': { type: 'file', 'a b': 1 } } }, []],

  // Whatever the values are
  ['null-values', custom({ a: [1, 'b', false] }), []],
  ['null-values', custom({ a: null, b: [null] }), ['/x_custom/a', '/x_custom/b/0']],
  ['null-values', file({ name: null, x_foo: null }), ['/x_foo']],
  [
    'null-values',
    { type: 'tool', ...extended('extension-definition--1', { rank: null }) },
    ['/extensions/extension-definition--1/rank'],
  ],
  [
    'null-values',
    {
      type: 'process',
      environment_variables: { A: null },
      ...extended('windows-process-ext', { startup_info: { lpDesktop: null } }),
    },
    ['/extensions/windows-process-ext/startup_info/lpDesktop'],
  ],
  ['empty-lists', custom([1]), []],
  ['empty-lists', custom({ a: [], b: [[]] }), ['/x_custom/a', '/x_custom/b/0']],
  ['empty-lists', { type: 'tool', labels: [] }, []],
  ['empty-dictionaries', custom({ a: 1 }), []],
  ['empty-dictionaries', custom({ a: {}, b: [{}] }), ['/x_custom/a', '/x_custom/b/0']],
  ['empty-dictionaries', { type: 'process', environment_variables: {} }, []],
  ['integer-range', file({ size: 9007199254740991, x_foo: -9007199254740991 }), []],
  ['integer-range', file({ size: 1152921504606846976, x_foo: [-9007199254740992] }), ['/size', '/x_foo/0']],
  ['integer-range', { type: 'network-traffic', ipfix: { a: 2 ** 60 } }, ['/ipfix/a']],
  ['integer-range', custom(1e300), []],
  ['integer-range', file(extended('windows-pebinary-ext', { sections: [{ name: 'a', entropy: 1e17 }] })), []],
  ['string-surrogates', file({ name: 'a👾' }), []],
  ['string-surrogates', file({ name: 'a\ud83d', x_foo: { 'b\udc00': ['\udc00'] } }), ['/name', '/x_foo', '/x_foo/b\udc00/0']],
  ['hex-even', file({ magic_number_hex: '504b', x_foo_hex: '00' }), []],
  [
    'hex-even',
    file({ magic_number_hex: '504', x_foo_hex: 'xy', x_bar_hex: '0' }),
    ['/magic_number_hex', '/x_foo_hex', '/x_bar_hex'],
  ],
  ['hex-even', file({ magic_number_hex: 'xyz' }), []],
  ['hex-lower-case', file({ magic_number_hex: '504b' }), []],
  ['hex-lower-case', file({ magic_number_hex: '504B', x_foo_hex: 'AA' }), ['/magic_number_hex', '/x_foo_hex']],
  ['base64-length', { type: 'artifact', payload_bin: 'AAAA' }, []],
  [
    'base64-length',
    { type: 'artifact', payload_bin: 'AAA', x_foo_bin: 'A', x_bar_bin: '!' },
    ['/payload_bin', '/x_foo_bin', '/x_bar_bin'],
  ],
  ['base64-length', { type: 'artifact', payload_bin: 'AAA ...' }, []],

  // Hashes
  ['hash-keys', hashed({ MD5, x_foo: '1', 'SHA3-256': '' }), []],
  ['hash-keys', hashed({ MD: '', 'SHA 256': '' }), ['/hashes/MD', '/hashes/SHA 256']],
  [
    'hash-keys',
    { type: 'tool', external_references: [{ source_name: 'a', hashes: { ab: '' } }] },
    ['/external_references/0/hashes/ab'],
  ],
  ['hash-form', hashed({ MD5, 'SHA-256': SHA256.toUpperCase(), x_foo: '?', VHASH: '0150"z' }), []],
  [
    'hash-form',
    hashed({ MD5: SHA256, 'SHA-1': MD5, 'SHA-256': `${SHA256.slice(1)}g`, sha512: '' }),
    ['/hashes/MD5', '/hashes/SHA-1', '/hashes/SHA-256', '/hashes/sha512'],
  ],
  ['hash-form', hashed({ SSDEEP: `196608:${'a'.repeat(64)}:${'b'.repeat(64)}`, TLSH: `T1${'0'.repeat(70)}` }), []],
  ['hash-form', hashed({ SSDEEP: '3::', TLSH: 'F'.repeat(70) }), []],
  ['hash-form', hashed({ SSDEEP: '3:abc', TLSH: 'T1abc' }), ['/hashes/SSDEEP', '/hashes/TLSH']],
  [
    'hash-form',
    hashed({ 'SHA-224': '0'.repeat(56), 'SHA-384': '0'.repeat(96), 'SHA3-512': '0'.repeat(128), 'SHA-512-256': '0'.repeat(64) }),
    [],
  ],
  [
    'hash-form',
    hashed({ 'SHA-224': '0', 'SHA-384': '0', 'SHA3-512': '0', MD5: 7 }),
    ['/hashes/SHA-224', '/hashes/SHA-384', '/hashes/SHA3-512'],
  ],
  [
    'hash-form',
    file(extended('windows-pebinary-ext', { sections: [{ name: 'a', hashes: { MD5: 'x' } }] })),
    ['/extensions/windows-pebinary-ext/sections/0/hashes/MD5'],
  ],
  ['hash-algo', hashed({ MD5, 'SHA-256': SHA256, x_foo_hash: '' }), []],
  ['hash-algo', hashed({ SHA256, IMPHASH: MD5 }), ['/hashes/SHA256', '/hashes/IMPHASH']],
  ['hash-algo', { type: 'x509-certificate', hashes: { foo: '' } }, ['/hashes/foo']],
  ['sha256-in-hashes', hashed({ 'SHA-256': SHA256 }), []],
  ['sha256-in-hashes', hashed({ MD5 }), ['/hashes']],

  // Words
  ['malware-types', { type: 'malware', malware_types: ['worm'] }, []],
  ['malware-types', { type: 'malware', malware_types: ['worm', 'Worm', 7, 'exploit'] }, ['/malware_types/1', '/malware_types/3']],
  [
    'attack-motivation',
    { type: 'threat-actor', primary_motivation: 'fun', personal_motivations: ['revenge', 'fun'] },
    ['/primary_motivation', '/personal_motivations/1'],
  ],
  ['attack-motivation', { type: 'threat-actor', primary_motivation: 'revenge' }, []],
  [
    'windows-pebinary-type',
    file(extended('windows-pebinary-ext', { pe_type: 'elf' })),
    ['/extensions/windows-pebinary-ext/pe_type'],
  ],
  ['windows-pebinary-type', file(extended('windows-pebinary-ext', { pe_type: 'exe' })), []],
  ['open-vocab-format', { type: 'malware', malware_types: ['worm', 'own-word', 'c#'] }, []],
  [
    'open-vocab-format',
    { type: 'malware', malware_types: ['Worm', 'own word', 'own_word', 1] },
    ['/malware_types/0', '/malware_types/1', '/malware_types/2'],
  ],
  ['kill-chain-names', { type: 'tool', kill_chain_phases: [{ kill_chain_name: 'mitre-attack', phase_name: 'impact' }] }, []],
  [
    'kill-chain-names',
    { type: 'tool', kill_chain_phases: [{ kill_chain_name: 'A b', phase_name: 'c_d' }] },
    ['/kill_chain_phases/0/kill_chain_name', '/kill_chain_phases/0/phase_name'],
  ],
  ['observable-object-keys', { type: 'observed-data', objects: { '0': {}, '10': {} } }, []],
  ['observable-object-keys', { type: 'observed-data', objects: { a: {}, '1a': {} } }, ['/objects/a', '/objects/1a']],
  ['observable-dictionary-keys', custom({ foo: 1, hashes: { MD5: '' } }), []],
  ['observable-dictionary-keys', custom({ FOO: 1, bar: { Baz: 1 } }), ['/x_custom/FOO', '/x_custom/bar/Baz']],
  ['observable-dictionary-keys', { type: 'process', environment_variables: { PATH: '' } }, []],
  ['malware-analysis-product', { type: 'malware-analysis', product: 'cuckoo-2' }, []],
  ['malware-analysis-product', { type: 'malware-analysis', product: 'Cuckoo' }, ['/product']],
  [
    'windows-process-priority-format',
    { type: 'process', ...extended('windows-process-ext', { priority: 'HIGH_PRIORITY_CLASS' }) },
    [],
  ],
  [
    'windows-process-priority-format',
    { type: 'process', ...extended('windows-process-ext', { priority: 'HIGH' }) },
    ['/extensions/windows-process-ext/priority'],
  ],

  // Lists of others
  ['mime-type', file({ mime_type: 'Text/HTML; charset=utf-8' }), []],
  ['mime-type', file({ mime_type: 'application/zip' }), []],
  ['mime-type', file({ mime_type: 'bla' }), ['/mime_type']],
  ['mime-type', { type: 'artifact', mime_type: 'text/htlm' }, ['/mime_type']],
  ['protocols', { type: 'network-traffic', protocols: ['ipv6', 'TCP', 'ssl', 'https', 'dns', 'icmp'] }, []],
  ['protocols', { type: 'network-traffic', protocols: ['ipv4', 'foo_bar'] }, ['/protocols/1']],
  ['ipfix', { type: 'network-traffic', ipfix: { octetDeltaCount: 1 } }, []],
  ['ipfix', { type: 'network-traffic', ipfix: { octetdeltacount: 1, Foo: 'bar' } }, ['/ipfix/octetdeltacount', '/ipfix/Foo']],
  [
    'http-request-headers',
    {
      type: 'network-traffic',
      ...extended('http-request-ext', { request_header: { Host: ['a'], 'X-Foo': ['b'], 'x-bar': [] } }),
    },
    [],
  ],
  [
    'http-request-headers',
    { type: 'network-traffic', ...extended('http-request-ext', { request_header: { Hots: ['a'] } }) },
    ['/extensions/http-request-ext/request_header/Hots'],
  ],
  ['socket-options', { type: 'network-traffic', ...extended('socket-ext', { options: { SO_LINGER: 1, TCP_MD5SIG: 1 } }) }, []],
  [
    'socket-options',
    { type: 'network-traffic', ...extended('socket-ext', { options: { so_linger: 1, SO_TEST: 1 } }) },
    ['/extensions/socket-ext/options/so_linger', '/extensions/socket-ext/options/SO_TEST'],
  ],
  ['pdf-doc-info', file(extended('pdf-ext', { document_info_dict: { Title: 'a', Company: 'b' } })), []],
  [
    'pdf-doc-info',
    file(extended('pdf-ext', { document_info_dict: { title: 'a' } })),
    ['/extensions/pdf-ext/document_info_dict/title'],
  ],
  ['countries', { type: 'location', country: 'th' }, []],
  ['countries', { type: 'location', country: 'US' }, []],
  ['countries', { type: 'location', country: 'xx' }, ['/country']],
  ['countries', { type: 'location', country: 'Thailand' }, ['/country']],
  ['character-set', file({ name_enc: 'windows-1252' }), []],
  ['character-set', { type: 'directory', path_enc: 'utf-8' }, []],
  ['character-set', file({ name_enc: 'latin1' }), ['/name_enc']],
  ['character-set', { type: 'directory', path_enc: 'bla.bla.bla' }, ['/path_enc']],

  // What should be there
  ['network-traffic-ports', { type: 'network-traffic', src_port: 1, dst_port: 2 }, []],
  ['network-traffic-ports', { type: 'network-traffic', dst_port: 2 }, ['']],
  ['extref-hashes', { type: 'tool', external_references: [{ url: 'a', hashes: {} }, { description: 'b' }, null] }, []],
  [
    'extref-hashes',
    { type: 'tool', external_references: [{ url: 'a' }, { url: 'b' }] },
    ['/external_references/0', '/external_references/1'],
  ],
  ['extref-hashes', { type: 'x-foo', external_references: [{ url: 'a' }] }, ['/external_references/0']],
  ['hash-form', { type: 'x-foo', external_references: [{ hashes: { MD5: 'x' } }] }, ['/external_references/0/hashes/MD5']],
  ['url-form', { type: 'x-foo', external_references: [{ url: 'a b' }] }, ['/external_references/0/url']],
  ['indicator-properties', { type: 'indicator', name: 'a', description: 'b' }, []],
  ['indicator-properties', { type: 'indicator', name: 'a' }, ['']],
  ['deprecated-properties', { type: 'observed-data', object_refs: [] }, []],
  ['deprecated-properties', { type: 'observed-data', objects: {} }, ['/objects']],
]

test('each rule speaks where it is broken, and nowhere else', () => {
  for (const [code, object, paths] of CASES) {
    const said = ask(code, object)
    assert.deepEqual(
      said.map(({ path }) => path),
      paths,
      `${code} of ${JSON.stringify(object).slice(0, 200)}`,
    )
  }
})

/** Values that are what their type says, and values that are not. */
const FORMS: readonly (readonly [
  code: string,
  of: (text: unknown) => Readonly<Record<string, unknown>>,
  good: readonly unknown[],
  bad: readonly unknown[],
])[] = [
  [
    'ipv4-value',
    value('ipv4-addr'),
    ['198.51.100.3', '10.2.4.5/24', '0.0.0.0/0', '255.255.255.255/32', 7, null],
    [
      '',
      'foo',
      '192.168.0.1/',
      '192.168.0.1/a',
      '192.168.0.1/33',
      '192.168.0.1/08',
      '1.2.3',
      '01.2.3.4',
      '256.1.1.1',
      '0x7f.0.0.1',
      '1.2.3.4:80',
      '::1',
      '1.2.3.4 ',
      '1.2.3.4\n',
    ],
  ],
  [
    'ipv6-value',
    value('ipv6-addr'),
    ['::', '::1', '2001:db8::/32', 'fe80:0000:0000:0000:0204:61ff:fe9d:f156/128', '::ffff:1.2.3.4', '2001:DB8::A', 7],
    [
      '',
      'foo',
      'sss::1',
      '::dxdxdxd',
      '1::2::3',
      '2001:db8::/129',
      '2001:db8::/00',
      'fe80::1%eth0',
      '::ffff:01.2.3.4',
      '1.2.3.4',
      ':1',
      '1:2:3:4:5:6:7:8:9',
      '[::1]',
      '12345::',
    ],
  ],
  [
    'mac-address',
    value('mac-addr'),
    ['00:00:ab:cd:ef:01', 7],
    ['00:00:AB:CD:EF:01', '00-00-ab-cd-ef-01', '0:0:ab:cd:ef:1', '0000abcdef01', '', '00:00:ab:cd:ef:01:02:03'],
  ],
  [
    'domain-name',
    value('domain-name'),
    [
      'example.com',
      'localhost',
      'a.zip',
      'xn--bcher-kva.example',
      'bücher.example',
      '例え.テスト',
      '3com.com',
      'example.com.',
      '_dmarc.example.com',
      '*.example.com',
      '1.2.3.4',
      `${'a'.repeat(63)}.b`,
      7,
    ],
    [
      '',
      '.',
      'a..b',
      '.a',
      '-a.b',
      'a-.b',
      'a b.c',
      'http://a.b',
      'a.b/c',
      'a.b:80',
      'a@b.c',
      'a[.]b',
      `${'a'.repeat(64)}.b`,
      'a.'.repeat(127) + 'ab',
      'a‮b',
      'a“b',
    ],
  ],
  [
    'host-name',
    value('domain-name'),
    ['example.com', 'bücher.example', '3com.com', 'a b'],
    ['_dmarc.example.com', '*.example.com', '1.2.3.4'],
  ],
  [
    'url-form',
    value('url'),
    [
      'http://a.b',
      'https://user@a.b:8080/c?d=e&f=%20#g',
      'http://[::1]:80/a',
      'mailto:a@b.c',
      'ftp://a/',
      'data:text/plain,a',
      "http://a.b/(c)!*'",
      'hxxp://a.b',
      7,
    ],
    [
      '',
      'foo',
      'example.com/path',
      '//a.b',
      'http:',
      'http://',
      'http://a b',
      'http://a.b/[c]',
      'http://a.b/c[0]=1',
      'http://a.b/ä',
      'http://a.b/%',
      'http://a.b/%zz',
      'http://a.b/#c#d',
      'http://a.b\\c',
      'http://a.b/"',
      'http://a.b:port/',
      'http://a.b/<c>',
      'http://a.b/\ud83d',
    ],
  ],
  [
    'email-addr',
    value('email-addr'),
    [
      'jane.smith@example.com',
      'a@localhost',
      '"jane smith"@example.com',
      "o'hara+x@a.b",
      'a@[198.51.100.3]',
      'jürgen@bücher.example',
      7,
    ],
    [
      '',
      'foo',
      '@a.b',
      'a@',
      'a b@c.d',
      'a@b c',
      'Jane <jane@example.com>',
      '.a@b.c',
      'a.@b.c',
      'a..b@c.d',
      'a@b..c',
      'a@b,c',
      'a@@b',
      `${'a'.repeat(1000)}@b.c`,
    ],
  ],
  [
    'cpe',
    (cpe) => ({ type: 'software', cpe }),
    [
      'cpe:2.3:a:microsoft:word:2000:*:*:*:*:*:*:*',
      'cpe:2.3:a:microsoft:internet_explorer:8.0.6001:beta:*:*:*:*:*:*',
      'cpe:2.3:o:a\\:b:c\\!:-:?:8*:*:*:*:*:*',
      7,
    ],
    [
      '',
      'foo',
      'cpe:/a:microsoft:word:2000',
      'cpe:2.3:a:microsoft:word',
      'cpe:2.3:x:a:b:*:*:*:*:*:*:*:*',
      'cpe:2.3:a:a b:c:*:*:*:*:*:*:*:*',
      'cpe:2.3:a::c:*:*:*:*:*:*:*:*',
      `cpe:2.3:a:${'a'.repeat(3000)}:c:*:*:*:*:*:*:*:*`,
    ],
  ],
]

for (const [code, of, good, bad] of FORMS) {
  test(`${code}: what is one, and what is none`, () => {
    for (const text of good) assert.deepEqual(ask(code, of(text)), [], String(text))
    for (const text of bad) assert.equal(ask(code, of(text)).length, 1, JSON.stringify(text))
  })
}

test('defanged values are not held against their form', () => {
  for (const [type, text] of [
    ['ipv4-addr', '1.2.3[.]4'],
    ['domain-name', 'a[.]b'],
    ['url', 'hxxp://a[.]b'],
    ['email-addr', 'a[at]b'],
  ] as const) {
    const code = { 'ipv4-addr': 'ipv4-value', 'domain-name': 'domain-name', url: 'url-form', 'email-addr': 'email-addr' }[type]
    assert.equal(ask(code, { type, value: text }).length, 1, text)
    assert.deepEqual(ask(code, { type, value: text, defanged: true }), [], text)
  }
})

test('URLs are looked at in external references and artifacts too', () => {
  assert.deepEqual(
    ask('url-form', { type: 'tool', external_references: [{ url: 'https://a.b' }, { url: 'a b' }] }).map(({ path }) => path),
    ['/external_references/1/url'],
  )
  assert.deepEqual(
    ask('url-form', { type: 'artifact', url: 'foo' }).map(({ path }) => path),
    ['/url'],
  )
})

test('the first edition does not have the words of Errata 01', () => {
  for (const [code, object] of [
    ['implementation-languages', { type: 'malware', implementation_languages: ['rust'] }],
    ['industry-sector', { type: 'identity', sectors: ['legal'] }],
    ['report-types', { type: 'report', report_types: ['incident'] }],
    ['threat-actor-types', { type: 'threat-actor', threat_actor_types: ['private-sector'] }],
  ] as const) {
    assert.deepEqual(ask(code, object), [], code)
    assert.equal(ask(code, object, { edition: 'os' }).length, 1, code)
  }
})

/** Messages say what is wrong and what is meant. */
const MESSAGES: readonly (readonly [code: string, object: Readonly<Record<string, unknown>>, message: string])[] = [
  ['region', { type: 'location', region: 'Northern Africa' }, '"Northern Africa" is no word of region-ov: write northern-africa'],
  [
    'grouping-context',
    { type: 'grouping', context: 'x' },
    '"x" is no word of grouping-context-ov: its words are suspicious-activity, malware-analysis, unspecified',
  ],
  [
    'malware-types',
    { type: 'malware', malware_types: ['ransom'] },
    '"ransom" is no word of malware-type-ov: nearest to it is ransomware (all 22 stand in section 10.15)',
  ],
  ['hash-algo', hashed({ sha256: SHA256 }), '"sha256" is no word of hash-algorithm-ov: write SHA-256'],
  ['hash-form', hashed({ MD5: 'abc' }), '"abc" is no MD5: it has 32 hexadecimal digits, and this 3 characters'],
  [
    'mac-address',
    { type: 'mac-addr', value: '00-00-AB-CD-EF-01' },
    '"00-00-AB-CD-EF-01" is not written as MAC addresses are: write 00:00:ab:cd:ef:01',
  ],
  ['character-set', file({ name_enc: 'cp819' }), '"cp819" is another name of ISO-8859-1: use that one, which is preferred'],
  ['url-form', { type: 'url', value: 'http://a.b/ c' }, '"http://a.b/ c" is no URL: a blank has no place in it; write %20'],
  [
    'url-form',
    { type: 'url', value: 'hxxp://a[.]b/c' },
    '"hxxp://a[.]b/c" is no URL: it is defanged; write it as it is on the wire, or say defanged: true beside it',
  ],
  [
    'protocols',
    { type: 'network-traffic', protocols: ['htttp'] },
    '"htttp" is not registered as a protocol: nearest to it is http',
  ],
]

test('messages name what is allowed', () => {
  for (const [code, object, message] of MESSAGES) assert.equal(ask(code, object)[0]?.message, message)
})

const VALUES: readonly unknown[] = [
  null,
  true,
  7,
  '',
  'a'.repeat(5),
  [],
  {},
  [null, 1, [], {}],
  { '0': null, a: [{}], '*': { b: 1 } },
]

test('no rule throws, whatever stands in the place of a value', () => {
  for (const [type, { properties }] of Object.entries(MODEL))
    for (const odd of VALUES)
      for (const key of ['hashes', 'external_references', 'extensions', ...Object.keys(properties)]) {
        const object = {
          type,
          [key]: odd,
          extensions: key === 'extensions' ? odd : { 'windows-pebinary-ext': odd, 'http-request-ext': odd },
        }
        for (const rule of RULES) if (rule.object !== undefined) assert.doesNotThrow(() => ask(rule.code, object), rule.code)
      }
})

/** Strings that make bad expressions backtrack. */
const HOSTILE: readonly string[] = ['a', '0', '.', 'a.', ':', '-', '%', '"', '\\', '*', 'a@', '=', ' ', '😀', '[']

test('a megabyte of anything is looked at in linear time', () => {
  for (const piece of HOSTILE) {
    const text = piece.repeat(Math.ceil(1_000_000 / piece.length))
    const start = process.cpuUsage()
    for (const begin of ['', 'http://', '"', 'cpe:2.3:a:', 'a@', 'T1', '3:', 'text/']) {
      const long = begin + text
      for (const type of ['ipv4-addr', 'ipv6-addr', 'mac-addr', 'domain-name', 'url', 'email-addr'])
        for (const rule of RULES) if (rule.types?.includes(type)) ask(rule.code, { type, value: long })
      ask('cpe', { type: 'software', cpe: long })
      ask('mime-type', file({ mime_type: long }))
      ask('protocols', { type: 'network-traffic', protocols: [long] })
      ask('hash-form', hashed({ SSDEEP: long, TLSH: long, MD5: long, [long]: long }))
      ask('hash-algo', hashed({ [long]: long }))
      ask('region', { type: 'location', region: long, country: long })
      ask('type-name', { type: long })
      for (const rule of RULES)
        if (rule.types === undefined && rule.object !== undefined)
          ask(rule.code, file({ [long]: long, x_foo_hex: long, x_foo_bin: long, magic_number_hex: long }))
    }
    const { user, system } = process.cpuUsage(start)
    assert.ok(user + system < 8_000_000, `${JSON.stringify(piece)}: ${Math.round((user + system) / 1000)} ms`)
  }
})

test('every rule has a clause, words for people, and a code of its own', () => {
  const codes = new Set<string>()
  for (const { code, clause, about, advice } of RULES) {
    assert.match(code, /^[a-z][a-z0-9-]+$/)
    assert.ok(!codes.has(code), code)
    codes.add(code)
    assert.ok(clause.length > 0, code)
    for (const sentence of [about, advice]) assert.ok(sentence.endsWith('.'), code)
  }
})
