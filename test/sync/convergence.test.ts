import fc from 'fast-check';
import { Play } from './play';
import { stories } from './story';

const numRuns = Number(process.env.CONVERGENCE_RUNS ?? 40);

test('whatever happens on the way, the destination equals the truth once all is quiet', async () => {
  await fc.assert(
    fc.asyncProperty(stories, async (story) => {
      const play = new Play(story);
      await play.toTheEnd();
      play.expectTruth();
    }),
    { numRuns },
  );
});
