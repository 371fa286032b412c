export type Pipeline<Asked, Written> = {
  /** Resolves when it is written; rejects when it is not. */
  readonly put: (asked: Asked) => Promise<Written>
  /** Do something while nothing is decided and nothing written. */
  readonly alone: <Result>(work: () => Promise<Result>) => Promise<Result>
}

export type PipelineSteps<Asked, Decided, Written> = {
  /** @param ahead what was decided before and is about to be written, oldest first */
  readonly decide: (asked: Asked, ahead: readonly Decided[]) => Promise<Decided>
  readonly write: (decided: Decided) => Promise<Written>
}

/**
 * Work in two steps, so that one thing is decided while the one before it is being written. Everything is decided and written
 * in the order of its coming, and comes out as if each had been written before the next was decided: where something could
 * not be written, what was decided upon it is decided anew.
 */
export function createPipeline<Asked, Decided, Written>({
  decide,
  write,
}: PipelineSteps<Asked, Decided, Written>): Pipeline<Asked, Written> {
  const deciding = oneAfterTheOther()
  const writing = oneAfterTheOther()
  let ahead: readonly Decided[] = []
  /** Rises when something that others may have been decided upon is not written as it was decided. */
  let epoch = 0

  const decideNow = async (asked: Asked) => {
    const decidedIn = epoch
    const decided = await decide(asked, ahead)
    return { decided, decidedIn }
  }
  const writeInTurn = async (asked: Asked, { decided: first, decidedIn }: { decided: Decided; decidedIn: number }) => {
    let decided = first
    try {
      if (decidedIn !== epoch) {
        // All before it is settled, and whatever was decided meanwhile has not seen this.
        decided = await decide(asked, [])
        epoch += 1
        ahead = [decided]
      }
      return await write(decided)
    } catch (error) {
      epoch += 1
      ahead = []
      throw error
    } finally {
      ahead = ahead.filter((one) => one !== decided)
    }
  }

  return {
    async put(asked) {
      const { written } = await deciding(async () => {
        const now = await decideNow(asked)
        ahead = [...ahead, now.decided]
        return { written: writing(() => writeInTurn(asked, now)) }
      })
      return written
    },
    alone: (work) => deciding(() => writing(work)),
  }
}

function oneAfterTheOther() {
  let last: Promise<unknown> = Promise.resolve()
  return <Result>(work: () => Promise<Result>): Promise<Result> => {
    const mine = last.then(work)
    last = mine.catch(() => {})
    return mine
  }
}
