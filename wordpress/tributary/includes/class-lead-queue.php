<?php
/**
 * Leads that wait to be sent.
 *
 * @package Tributary
 */

namespace Tributary;

defined( 'ABSPATH' ) || exit;

/**
 * A table of leads. A page only writes a row; the scheduler sends it, tries again while the server is away, and deletes it
 * once it is told. Each carries a key of its own, so that one that was sent twice counts once.
 */
final class Lead_Queue {

	/** After so many days a lead that nobody took is given up. */
	const GIVE_UP_DAYS = 14;
	const AT_ONCE      = 50;

	/**
	 * The table.
	 *
	 * @return string
	 */
	public static function table() {
		global $wpdb;
		return $wpdb->prefix . 'tributary_leads';
	}

	/**
	 * Makes the table.
	 */
	public static function create_table() {
		global $wpdb;
		require_once ABSPATH . 'wp-admin/includes/upgrade.php';
		dbDelta(
			'CREATE TABLE ' . self::table() . ' (
			id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
			idempotency varchar(64) NOT NULL,
			body text NOT NULL,
			email varchar(190) NOT NULL,
			created_at bigint(20) NOT NULL,
			tries int(11) NOT NULL DEFAULT 0,
			next_at bigint(20) NOT NULL,
			problem varchar(190) NOT NULL DEFAULT \'\',
			PRIMARY KEY  (id),
			KEY next_at (next_at),
			KEY email (email)
			) ' . $wpdb->get_charset_collate() . ';'
		);
	}

	/**
	 * Puts a lead at the end, and asks for it to be sent as soon as may be.
	 *
	 * @param array<string, string> $lead The body of POST /v1/track/leads.
	 */
	public static function add( array $lead ) {
		global $wpdb;
		// phpcs:ignore WordPress.DB.DirectDatabaseQuery.DirectQuery -- a table of our own.
		$wpdb->insert(
			self::table(),
			array(
				'idempotency' => 'wp-lead-' . wp_generate_uuid4(),
				'body'        => wp_json_encode( $lead ),
				'email'       => Verified_Email::normal( $lead['email'] ),
				'created_at'  => time(),
				'next_at'     => time(),
			)
		);
	}

	/**
	 * Sends what is due.
	 *
	 * @param float $until When to stop.
	 */
	public static function send( $until ) {
		global $wpdb;
		// phpcs:ignore WordPress.DB.DirectDatabaseQuery -- a table of our own, which must not be remembered.
		$rows = $wpdb->get_results( $wpdb->prepare( 'SELECT * FROM %i WHERE next_at <= %d ORDER BY id LIMIT %d', self::table(), time(), self::AT_ONCE ) );
		foreach ( $rows as $row ) {
			if ( microtime( true ) > $until || ! self::send_one( $row ) ) {
				return;
			}
		}
	}

	/**
	 * Sends one.
	 *
	 * @param object $row The row.
	 * @return bool False: nobody answers, the others can wait.
	 */
	private static function send_one( $row ) {
		global $wpdb;
		$answer = Api::ask( 'POST', '/v1/track/leads', json_decode( $row->body, true ), array( 'Idempotency-Key' => $row->idempotency ) );
		$status = $answer['status'];
		// What is refused as it stands will be refused tomorrow; a wrong key may be put right.
		$is_over = ( $status >= 200 && $status < 300 ) || in_array( $status, array( 400, 404, 409, 422 ), true )
			|| (int) $row->created_at < time() - self::GIVE_UP_DAYS * DAY_IN_SECONDS;
		if ( $is_over ) {
			// phpcs:ignore WordPress.DB.DirectDatabaseQuery -- a table of our own.
			$wpdb->delete( self::table(), array( 'id' => $row->id ) );
			return true;
		}
		$tries = (int) $row->tries + 1;
		// phpcs:ignore WordPress.DB.DirectDatabaseQuery -- a table of our own.
		$wpdb->update(
			self::table(),
			array(
				'tries'   => $tries,
				'next_at' => time() + min( HOUR_IN_SECONDS, 30 * pow( 2, min( $tries, 10 ) ) ),
				'problem' => substr( $status ? (string) $status : $answer['why'], 0, 190 ),
			),
			array( 'id' => $row->id )
		);
		return false;
	}

	/**
	 * How many wait, and since when.
	 *
	 * @return array{count: int, since: int, problem: string}
	 */
	public static function waiting() {
		global $wpdb;
		// phpcs:ignore WordPress.DB.DirectDatabaseQuery -- a table of our own, which must not be remembered.
		$row = $wpdb->get_row( $wpdb->prepare( 'SELECT COUNT(*) AS n, MIN(created_at) AS since, MAX(problem) AS problem FROM %i', self::table() ) );
		return array(
			'count'   => (int) $row->n,
			'since'   => (int) $row->since,
			'problem' => (string) $row->problem,
		);
	}

	/**
	 * Rows of one address.
	 *
	 * @param string $email The address.
	 * @return array<int, object>
	 */
	public static function of( $email ) {
		global $wpdb;
		// phpcs:ignore WordPress.DB.DirectDatabaseQuery -- a table of our own, which must not be remembered.
		return $wpdb->get_results( $wpdb->prepare( 'SELECT * FROM %i WHERE email = %s', self::table(), Verified_Email::normal( $email ) ) );
	}

	/**
	 * Deletes the rows of one address.
	 *
	 * @param string $email The address.
	 * @return int How many there were.
	 */
	public static function erase( $email ) {
		global $wpdb;
		// phpcs:ignore WordPress.DB.DirectDatabaseQuery -- a table of our own.
		return (int) $wpdb->delete( self::table(), array( 'email' => Verified_Email::normal( $email ) ) );
	}
}
