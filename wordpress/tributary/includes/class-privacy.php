<?php
/**
 * What is kept of a person here.
 *
 * @package Tributary
 */

namespace Tributary;

defined( 'ABSPATH' ) || exit;

/**
 * WordPress's tools to export and erase what is kept of a person, and words for the privacy policy.
 */
final class Privacy {

	/**
	 * Hooks.
	 */
	public static function register() {
		add_filter( 'wp_privacy_personal_data_exporters', array( __CLASS__, 'add_exporter' ) );
		add_filter( 'wp_privacy_personal_data_erasers', array( __CLASS__, 'add_eraser' ) );
		add_action( 'admin_init', array( __CLASS__, 'suggest' ) );
	}

	/**
	 * Adds ours to the exporters.
	 *
	 * @param array<string, mixed> $all Those that there are.
	 * @return array<string, mixed>
	 */
	public static function add_exporter( $all ) {
		$all['tributary'] = array(
			'exporter_friendly_name' => __( 'Tributary', 'tributary' ),
			'callback'               => array( __CLASS__, 'export' ),
		);
		return $all;
	}

	/**
	 * Adds ours to the erasers.
	 *
	 * @param array<string, mixed> $all Those that there are.
	 * @return array<string, mixed>
	 */
	public static function add_eraser( $all ) {
		$all['tributary'] = array(
			'eraser_friendly_name' => __( 'Tributary', 'tributary' ),
			'callback'             => array( __CLASS__, 'erase' ),
		);
		return $all;
	}

	/**
	 * What is kept of an address.
	 *
	 * @param string $email The address.
	 * @return array{data: array<int, mixed>, done: bool}
	 */
	public static function export( $email ) {
		$rows = array();
		$user = get_user_by( 'email', $email );
		$know = $user ? Partners::known( $user->ID ) : null;
		if ( $know && '' !== $know['id'] ) {
			$rows[] = self::item( 'partner-' . $user->ID, array( __( 'Partner', 'tributary' ) => $know['id'] . ', ' . $know['status'] ) );
		}
		foreach ( Lead_Queue::of( $email ) as $row ) {
			$rows[] = self::item( 'lead-' . $row->id, array( __( 'Waits to be sent', 'tributary' ) => $row->body ) );
		}
		return array(
			'data' => $rows,
			'done' => true,
		);
	}

	/**
	 * One item of an export.
	 *
	 * @param string                $id   Its id.
	 * @param array<string, string> $data Names and values.
	 * @return array<string, mixed>
	 */
	private static function item( $id, array $data ) {
		$pairs = array();
		foreach ( $data as $name => $value ) {
			$pairs[] = array(
				'name'  => $name,
				'value' => $value,
			);
		}
		return array(
			'group_id'    => 'tributary',
			'group_label' => __( 'Partner program', 'tributary' ),
			'item_id'     => $id,
			'data'        => $pairs,
		);
	}

	/**
	 * Erases what is kept of an address here. What Tributary itself holds is erased there.
	 *
	 * @param string $email The address.
	 * @return array<string, mixed>
	 */
	public static function erase( $email ) {
		$removed = Lead_Queue::erase( $email );
		$user    = get_user_by( 'email', $email );
		if ( $user && Partners::known( $user->ID ) ) {
			Partners::forget( $user );
			delete_user_meta( $user->ID, Verified_Email::META );
			delete_user_meta( $user->ID, Verified_Email::LINK );
			++$removed;
		}
		return array(
			'items_removed'  => $removed > 0,
			'items_retained' => false,
			'messages'       => array( __( 'What Tributary itself holds of this person is erased there: Contacts, Erase.', 'tributary' ) ),
			'done'           => true,
		);
	}

	/**
	 * Suggests words for the privacy policy.
	 */
	public static function suggest() {
		wp_add_privacy_policy_content(
			__( 'Tributary', 'tributary' ),
			wp_kses_post(
				'<p>' . __( 'If you come by a partner\'s link, a cookie (trb_click) keeps which visit that was, for up to 400 days, so that the partner can be credited. If you then register or send a form, your name and e-mail address and that visit are passed on to our partner program.', 'tributary' ) . '</p>'
			)
		);
	}
}
