import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { createPipeline } from './pipeline.ts'

// Many runs of many steps, on machines that may have much else to do.
vi.setConfig({ testTimeout: 60_000 })

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve))
}

test('one thing is decided while the one before it is being written, and knows of it', async () => {
  const written: string[] = []
  let letGo = () => {}
  const held = new Promise<void>((resolve) => (letGo = resolve))
  const decided: (readonly string[])[] = []
  const { put } = createPipeline({
    async decide(asked: string, ahead: readonly string[]) {
      decided.push([...written, ...ahead])
      return asked
    },
    async write(one) {
      await held
      written.push(one)
      return one
    },
  })

  const both = [put('a'), put('b')]
  await turns(5)
  const early = structuredClone(decided)
  letGo()

  expect(await Promise.all(both)).toEqual(['a', 'b'])
  expect(early).toEqual([[], ['a']])
  expect(written).toEqual(['a', 'b'])
})

/** Each of them takes its time to be decided and to be written, and may not be written. */
const orders = fc.array(
  fc.record({ deciding: fc.nat(3), writing: fc.nat(3), fails: fc.boolean(), pause: fc.nat(4), isAlone: fc.boolean() }),
  { maxLength: 12 },
)

test('whatever fails, each is written as it was decided upon all that was written before it, in the order of coming', async () => {
  await fc.assert(
    fc.asyncProperty(orders, async (all) => {
      const written: number[] = []
      const busy = { writing: 0 }
      const { put, alone } = createPipeline({
        async decide(place: number, ahead: readonly { readonly place: number }[]) {
          const upon = [...written, ...ahead.map((one) => one.place)]
          await turns(all[place]?.deciding ?? 0)
          return { place, upon }
        },
        async write({ place, upon }) {
          expect(upon).toEqual(written)
          expect((busy.writing += 1)).toBe(1)
          await turns(all[place]?.writing ?? 0)
          busy.writing -= 1
          if (all[place]?.fails) throw new Error('It cannot be written')
          written.push(place)
          return place
        },
      })

      const work: Promise<string>[] = []
      for (const [place, { pause, isAlone }] of all.entries()) {
        const seeNothing = async () => {
          expect((busy.writing += 1)).toBe(1)
          await turns(2)
          busy.writing -= 1
          return place
        }
        work.push((isAlone ? alone(seeNothing) : put(place)).then(String, String))
        await turns(pause)
      }

      expect(await Promise.all(work)).toEqual(
        all.map(({ fails, isAlone }, place) => (fails && !isAlone ? 'Error: It cannot be written' : String(place))),
      )
      expect(written).toEqual(all.flatMap(({ fails, isAlone }, place) => (fails || isAlone ? [] : [place])))
    }),
    { numRuns: 300 },
  )
})
