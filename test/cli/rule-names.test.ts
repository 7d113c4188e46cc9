import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ALL_RULES, chooseRules, rulesMeant } from '../../src/cli/rule-names.ts'

test('a code means one rule', () => {
  const codes = ALL_RULES.map(({ code }) => code)
  assert.deepEqual(
    codes.filter((code, at) => codes.indexOf(code) !== at),
    [],
  )
  for (const code of codes) assert.ok(rulesMeant(code).some((rule) => rule.code === code))
})

test('what is selected is asked, what is not and is no MUST is not', () => {
  const { enable, disable } = chooseRules({ enable: [], disable: ['duplicate-keys'], select: ['303'] })
  assert.deepEqual(enable, ['indicator-properties'])
  assert.ok(disable.includes('duplicate-keys') && disable.includes('byte-order-mark') && !disable.includes('timestamp-form'))
  assert.ok(!disable.includes('indicator-properties'))
})
