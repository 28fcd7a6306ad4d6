namespace Frontdesk.Storage.Backups;

/// <summary>How far a back-up, restore or move is.</summary>
/// <param name="Step">What is being done, in words.</param>
/// <param name="Done">How much of it is done.</param>
/// <param name="Total">How much there is to do; 0 when that is not known.</param>
public sealed record BackupProgress(string Step, long Done = 0, long Total = 0)
{
    /// <summary>Adds up what is done and tells every hundredth of the way.</summary>
    internal sealed class Counter(string step, long total, IProgress<BackupProgress>? progress)
    {
        private long done;
        private long told = -1;

        public void Add(long amount)
        {
            done += amount;
            var hundredth = total == 0 ? 100 : done * 100 / total;
            if (hundredth <= told)
                return;
            told = hundredth;
            progress?.Report(new BackupProgress(step, done, total));
        }
    }
}
