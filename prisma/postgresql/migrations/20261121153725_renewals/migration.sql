-- AlterEnum
ALTER TYPE "LoginMethod" ADD VALUE 'RENEWAL';

-- AlterEnum
ALTER TYPE "LoginOutcome" ADD VALUE 'REPLACED_TOKEN';
