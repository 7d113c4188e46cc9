import { protocolNames } from '../lists/protocol-names.ts'
import { hintOf } from '../nearest.ts'
import { under } from '../pointer.ts'
import type { Rule } from '../rule.ts'
import { shown } from '../shown.ts'

/** Protocols have registered names. */
export const PROTOCOLS: Rule = {
  code: 'protocols',
  alias: '272',
  severity: 'warning',
  lenient: 'information',
  clause: '6.12.1',
  about: 'The protocols of network traffic are service names of IANA, or names of the layers below.',
  advice: 'Use the registered name, such as ipv4, tcp or http.',
  types: ['network-traffic'],
  object({ protocols }, speak) {
    if (!Array.isArray(protocols)) return
    for (let index = 0; index < protocols.length; index++) {
      const name: unknown = protocols[index]
      if (typeof name === 'string' && !protocolNames().has(name.toLowerCase()))
        speak(
          under('/protocols', index),
          `${shown(name)} is not registered as a protocol: ${hintOf(name, protocolNames()) ?? 'as ipv4, tcp and http are'}`,
        )
    }
  },
}
