-- What belongs together in a conversation is looked up with every report about a message.
create index sent_message_by_thread on sent_message (practice_id, thread);
